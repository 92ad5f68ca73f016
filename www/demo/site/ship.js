/**
 * The shipping form: checks the fields, reckons the price, and draws a label.
 *
 * Enters: the form. Leaves: an error list or a label with the document number masked.
 * Deliberately absent: sending or storing what was typed; it leaves this page in no way.
 */

import { strings } from "./site.js";
import { formatWaybill, newWaybill } from "./waybill.js";

/** Ringgit for the first kilogram and for each further one begun. */
const TARIFF = { next: [7.9, 2.2], day: [12.9, 3.5], borneo: [14.5, 6], china: [28, 11] };
/** Ringgit for collecting cash on delivery. */
const COD_FEE = 3;

const form = document.getElementById("ship-form");
const errors = document.getElementById("ship-errors");
const label = document.getElementById("label-out");
const price = document.getElementById("price");
const texts = await strings;
const say = (key, english) => texts[key] ?? english;

form.addEventListener("input", () => {
  price.textContent = ringgit(priceOf(form.elements));
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = [...form.elements].filter((field) => field.willValidate && !field.checkValidity());
  for (const field of form.elements) {
    if (field.willValidate) field.setAttribute("aria-invalid", String(wrong.includes(field)));
  }
  if (wrong.length > 0) return complain(wrong);
  errors.hidden = true;
  draw(form.elements);
});

/** The position is watched only after a yes, and until the visitor closes it again. */
document.getElementById("near-me").addEventListener("countersign:answer", ({ detail: { answer, signal } }) => {
  const said = document.getElementById("near-said");
  const tell = (key, english) => (said.textContent = say(key, english));
  if (answer !== "given") return tell("ship.near.typed", "Type the address instead.");
  const watch = navigator.geolocation.watchPosition(
    () => tell("ship.near.found", "Nearest: 12 Jalan Wau Bulan, Bandar Contoh. Your position stays in this page."),
    () => tell("ship.near.typed", "Type the address instead."),
  );
  signal.addEventListener("abort", () => {
    navigator.geolocation.clearWatch(watch);
    tell("ship.near.closed", "Your position is read no more. Type the address instead.");
  });
});

function priceOf(fields) {
  const [first, further] = TARIFF[fields.service.value];
  const kilograms = Math.max(1, Math.ceil(Number(fields.weight.value) || 1));
  return first + (kilograms - 1) * further + (Number(fields.cod.value) > 0 ? COD_FEE : 0);
}

function ringgit(amount) {
  return `RM ${amount.toFixed(2)}`;
}

function complain(wrong) {
  const list = document.createElement("ul");
  for (const field of wrong) {
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    const group = field.closest("fieldset").querySelector("legend").textContent;
    link.textContent = `${group}: ${field.labels[0].textContent}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field.focus();
    });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const lead = document.createElement("p");
  lead.textContent = say("ship.errors", "Please complete these fields:");
  errors.replaceChildren(lead, list);
  errors.hidden = false;
  errors.focus();
}

function draw(fields) {
  const number = newWaybill();
  const masked = fields["id-number"].value.trim().replace(/.(?=.{4})/g, "*");
  const address = (who) =>
    [fields[`${who}-name`], fields[`${who}-address`]]
      .map((field) => field.value)
      .concat(`${fields[`${who}-postcode`].value} ${fields[`${who}-town`].value}`);
  label.replaceChildren(
    heading(say("ship.done", "Your label")),
    line("number", formatWaybill(number)),
    bars(number),
    block(say("ship.sender", "Sender"), address("from")),
    block(say("ship.receiver", "Receiver"), address("to")),
    block(say("ship.parcel", "Parcel"), [
      fields.service.selectedOptions[0].textContent,
      `${fields.weight.value} kg · ${ringgit(priceOf(fields))}`,
    ]),
    block(say("ship.check", "Real-name check"), [masked]),
    line("hint", say("ship.local", "Made in this page. Nothing was sent.")),
  );
  label.hidden = false;
  label.focus();
}

function heading(text) {
  const element = document.createElement("h2");
  element.textContent = text;
  return element;
}

function line(name, text) {
  const element = document.createElement("p");
  element.className = name;
  element.textContent = text;
  return element;
}

function block(title, lines) {
  const element = document.createElement("div");
  const head = document.createElement("h3");
  head.textContent = title;
  element.append(head, ...lines.map((text) => line("", text)));
  return element;
}

/** A picture like a bar code, for the look of it; the number beside it is what counts. */
function bars(number) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 110 24");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("class", "bars");
  drawing.setAttribute("aria-hidden", "true");
  let x = 0;
  for (const character of number) {
    const code = character.charCodeAt(0);
    for (const [width, gap] of [[1 + (code % 3), 1 + (code % 2)], [1 + (code % 2), 2]]) {
      const bar = document.createElementNS(space, "rect");
      bar.setAttribute("x", String(x));
      bar.setAttribute("width", String(width));
      bar.setAttribute("height", "24");
      drawing.append(bar);
      x += width + gap;
    }
  }
  drawing.setAttribute("viewBox", `0 0 ${x} 24`);
  return drawing;
}
