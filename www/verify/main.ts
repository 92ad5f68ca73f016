/**
 * Verifies receipts in the browser with the Rust of `countersign verify`, in the visitor's language.
 *
 * Enters: files that the visitor picks, drops or pastes; a language as the address's fragment; `?receipt=RID` of a link that leads here from
 * a receipt of this site, which is then asked for it. Leaves: the report. Nothing is uploaded: the page's own Content-Security-Policy lets it
 * ask nobody but the site that serves it, and that beside this one receipt only for public keys and proofs, when the visitor says so.
 */
import init, { css, judge } from "receipts-glue";
import { adopt } from "../../src/ports/page-style";
import { startEither } from "../../src/ports/start";
import { gather } from "../../src/receipts/ask";
import { say } from "../../src/receipts/say";
import { LANGUAGES, languageOf, word, type Language, type Word } from "./words";

/** The report (formats.md, "Report of `countersign verify`") as far as the page reads it; Rust renders the rest. */
interface Report {
  verdict: "holds" | "open" | "fails";
  ask: string[];
  html: string;
}

const at = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const files: [string, string][] = [];
/** What the Rust side exports. */
let rust = { css, judge };
let language: Language = "en";
let missing: string[] = [];
let up = false;
let failed = false;

const read = (): Report => JSON.parse(rust.judge(JSON.stringify(files), location.origin, language));

function add(name: string, text: string): void {
  const known = files.findIndex(([known]) => known === name);
  if (known >= 0) files.splice(known, 1);
  files.push([name, text]);
}

function item(name: string): HTMLElement {
  const made = document.createElement("li");
  made.textContent = name;
  return made;
}

/** Judges everything that was given and shows it. */
function show(): void {
  at("files").replaceChildren(...files.map(([name]) => item(name)));
  at("given").hidden = files.length === 0;
  at("ask-said").textContent = missing.length ? word("lacks", language) + missing.join(" ") : "";
  if (files.length === 0) {
    at("result").replaceChildren();
    at("report").replaceChildren();
    at("ask").hidden = true;
    return;
  }
  const { verdict, ask, html } = read();
  at("result").className = verdict;
  at("result").textContent = word(verdict, language);
  // Every value in it was escaped where it was rendered.
  at("report").innerHTML = html;
  say(at("report"), language);
  at("ask").hidden = ask.length === 0;
}

/** Asks the site that serves this page for public keys and proofs, and for those that the answers make worth asking. */
async function ask(): Promise<void> {
  at("ask").setAttribute("aria-busy", "true");
  missing = await gather(() => read().ask, add);
  at("ask").removeAttribute("aria-busy");
  show();
}

/** Asks this site for the receipt that the address names. */
async function named(): Promise<void> {
  const rid = new URLSearchParams(location.search).get("receipt") ?? "";
  if (!/^[0-9a-f-]{36}$/.test(rid)) return;
  missing = await gather(() => [`/v1/receipts/${rid}`], add);
  show();
}

/** Says everything in a language. */
function speak(tag: Language): void {
  language = tag;
  document.documentElement.lang = tag;
  document.title = word("title", tag);
  for (const element of document.querySelectorAll<HTMLElement>("body [data-t]")) element.textContent = word(element.dataset.t as Word, tag);
  if (failed) at("loading").textContent = word("cannot", tag);
  at<HTMLSelectElement>("language").value = tag;
  if (up) show();
}

/** The language of the address's fragment, else the first of the browser's that ships. */
const preferred = (): Language => [location.hash.slice(1), ...navigator.languages].map(languageOf).find((tag) => tag) || "en";

async function take(list: Iterable<File>): Promise<void> {
  for (const file of list) add(file.name, await file.text());
  show();
}

function listen(): void {
  const pick = at<HTMLInputElement>("pick");
  pick.onchange = async () => {
    await take(pick.files ?? []);
    pick.value = "";
  };
  const drop = at("drop");
  drop.ondragover = (event) => {
    event.preventDefault();
    drop.classList.add("over");
  };
  drop.ondragleave = () => drop.classList.remove("over");
  drop.ondrop = (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    void take(event.dataTransfer?.files ?? []);
  };
  const paste = at<HTMLTextAreaElement>("paste");
  at("paste-button").onclick = () => {
    if (paste.value.trim() === "") return paste.focus();
    // The form of a proof ends with a line feed, which fields drop.
    add(`${word("pasted", language)} ${files.length + 1}`, paste.value.trim() + "\n");
    paste.value = "";
    show();
  };
  at("ask-button").onclick = () => void ask();
  at("print").onclick = () => print();
  at("clear").onclick = () => {
    files.length = 0;
    missing = [];
    show();
    pick.focus();
  };
}

function offerLanguages(): void {
  const select = at<HTMLSelectElement>("language");
  for (const [tag, name] of Object.entries(LANGUAGES)) {
    const option = new Option(name, tag);
    option.lang = tag;
    select.add(option);
  }
  select.onchange = () => {
    history.replaceState(null, "", "#" + select.value);
    speak(select.value as Language);
  };
  select.parentElement!.hidden = false;
  addEventListener("hashchange", () => speak(preferred()));
}

async function start(): Promise<void> {
  offerLanguages();
  speak(preferred());
  try {
    rust = (await startEither<typeof rust>(init, new URL("verify.", document.baseURI).href)) || rust;
  } catch {
    failed = true;
    at("loading").textContent = word("cannot", language);
    return;
  }
  up = true;
  adopt(rust.css(), document);
  listen();
  at("loading").hidden = true;
  at("tool").hidden = false;
  await named();
}

void start();
