/**
 * The tracking page: turns a waybill number into a timeline.
 *
 * Enters: the number in the address (`?n=`) or in the form. Leaves: the parcel's card and timeline.
 * Deliberately absent: consent. Tracking is a core function and works whatever was refused.
 */

import { strings } from "./site.js";
import { STAGES, formatWaybill, journey, parseWaybill } from "./waybill.js";

const form = document.getElementById("track-form");
const field = document.getElementById("n");
const problem = document.getElementById("n-error");
const result = document.getElementById("result");

const texts = await strings;
const say = (key, english) => texts[key] ?? english;
const locale = document.documentElement.lang;
const when = new Intl.DateTimeFormat(locale === "en" ? "en-MY" : locale, { dateStyle: "medium", timeStyle: "short" });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(field.value);
});

const asked = new URLSearchParams(location.search).get("n");
if (asked === null) {
  result.append(make("p", "empty", say("track.empty", "Your parcel's journey appears here.")));
} else {
  field.value = asked;
  show(asked);
}

function show(typed) {
  const number = parseWaybill(typed);
  problem.textContent =
    number === undefined
      ? say("track.error", "This is not a waybill number. It is WAU and eight digits, as printed under the bar code.")
      : "";
  field.setAttribute("aria-invalid", String(number === undefined));
  if (number === undefined) {
    result.replaceChildren();
    field.focus();
    return;
  }
  field.value = formatWaybill(number);
  history.replaceState(null, "", `?n=${number}`);
  result.replaceChildren(card(journey(number, new Date())));
}

function card(parcel) {
  const delivered = parcel.done === STAGES.length;
  const box = make("article", "parcel");
  box.append(
    make("p", "number", formatWaybill(parcel.number)),
    make("h2", "", stageName(parcel.done - 1)),
    make("p", "lead", `${parcel.from} → ${parcel.to}`),
    progress(parcel.done),
    facts([
      [say("ship.service", "Service"), say(...parcel.service)],
      [say("ship.weight", "Weight in kilograms"), parcel.weightKg.toFixed(1)],
      delivered
        ? [say("track.received", "Received"), when.format(parcel.events[0].at)]
        : [say("track.due", "Expected"), when.format(parcel.due)],
    ]),
    timeline(parcel.events),
  );
  return box;
}

function progress(done) {
  const bar = make("ol", "progress");
  bar.setAttribute("aria-label", `${done} / ${STAGES.length}`);
  STAGES.forEach((_, stage) => {
    const dot = make("li", stage < done ? "done" : "");
    if (stage === done - 1) dot.classList.add("now");
    dot.append(make("span", "visually-hidden", stageName(stage)));
    bar.append(dot);
  });
  return bar;
}

function timeline(events) {
  const list = make("ol", "timeline");
  for (const { stage, place, at } of events) {
    const item = make("li");
    const time = make("time", "", when.format(at));
    time.dateTime = at.toISOString();
    item.append(make("b", "", stageName(stage)), make("span", "", place), time);
    list.append(item);
  }
  return list;
}

function facts(pairs) {
  const list = make("dl", "facts");
  for (const [term, value] of pairs) {
    const group = make("div");
    group.append(make("dt", "", term), make("dd", "", value));
    list.append(group);
  }
  return list;
}

function stageName(stage) {
  return say(...STAGES[stage]);
}

function make(tag, name = "", text = undefined) {
  const element = document.createElement(tag);
  if (name !== "") element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}
