/**
 * Verifies receipts in the browser with the Rust of `countersign verify`.
 *
 * Enters: files that the visitor picks, drops or pastes. Leaves: the report, as text in the page. Nothing is uploaded: the page's own
 * Content-Security-Policy lets it ask nobody but the site that serves it, and that only for public keys and proofs, when the visitor says so.
 */
import init, { judge } from "receipts-glue";

/** One check of the report (formats.md, "Report of `countersign verify`"). */
interface Check {
  check: string;
  verdict: "holds" | "open" | "fails";
  says: string;
}

interface Section {
  about: "receipt" | "chain" | "log" | "piece";
  place: string;
  checks: Check[];
  receipt?: {
    rid: string;
    kind: string;
    at: string;
    site: string;
    seq: number;
    notice: { id: string; version: string; locale: string };
    purposes: { id: string; state: string }[];
  };
  chain?: { rec: string };
  log?: { origin: string };
}

interface Report {
  verdict: Check["verdict"];
  sections: Section[];
  ask: string[];
}

const RESULT = {
  holds: "Everything you gave holds.",
  open: "Nothing is proven yet. Add the receipt, or for an unsigned one its countersignature and the site's keys.",
  fails: "Something does not hold. See which check fails below.",
};
const VERDICT = { holds: "holds", open: "not shown", fails: "fails" };

const at = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const files: [string, string][] = [];

/** An element with a class and children; text is text. */
function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function add(name: string, text: string): void {
  const known = files.findIndex(([known]) => known === name);
  if (known >= 0) files.splice(known, 1);
  files.push([name, text]);
}

function heading(section: Section): (Node | string)[] {
  const { receipt, chain, log } = section;
  if (receipt) {
    const { purposes, notice } = receipt;
    const list = purposes.map(({ id, state }) => `${id} ${state}`).join(", ") || "no purposes";
    return [
      element("h3", "", `Receipt: ${receipt.kind} of ${receipt.at.slice(0, 16).replace("T", " ")} UTC`),
      element("p", "what", `${receipt.site}, notice ${notice.id} version ${notice.version} (${notice.locale}): ${list}`),
      element("p", "id", receipt.rid),
    ];
  }
  if (chain) return [element("h3", "", "Chain"), element("p", "id", chain.rec)];
  if (log) return [element("h3", "", "Log"), element("p", "id", log.origin)];
  return [element("h3", "", section.about === "receipt" ? "Receipt" : "File"), element("p", "id", section.place)];
}

function card(section: Section): HTMLElement {
  const row = ({ check, verdict, says }: Check) =>
    element("li", verdict, element("b", "verdict", VERDICT[verdict]), " ", element("span", "check", check), " ", element("span", "says", says));
  const made = element("section", "card", ...heading(section), element("ul", "checks", ...section.checks.map(row)));
  made.dataset.about = section.about;
  return made;
}

/** Judges everything that was given, shows it, and answers which addresses may have what is missing. */
function show(): string[] {
  at("files").replaceChildren(...files.map(([name]) => element("li", "", name)));
  at("given").hidden = files.length === 0;
  if (files.length === 0) {
    at("result").replaceChildren();
    at("report").replaceChildren();
    at("ask").hidden = true;
    return [];
  }
  const report: Report = JSON.parse(judge(JSON.stringify(files), location.origin));
  at("result").className = report.verdict;
  at("result").textContent = RESULT[report.verdict];
  at("report").replaceChildren(...report.sections.map(card));
  at("ask").hidden = report.ask.length === 0;
  return report.ask;
}

/** How many keys and proofs are asked for at most. */
const MOST = 100;

/** Asks the site that serves this page for public keys and proofs, and for those that the answers make worth asking. */
async function ask(): Promise<void> {
  const asked = new Set<string>();
  const missing: string[] = [];
  at("ask").setAttribute("aria-busy", "true");
  for (;;) {
    const address = show().find((wanted) => !asked.has(wanted));
    if (address === undefined || asked.size === MOST) break;
    asked.add(address);
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (answer.ok) add(address, await answer.text());
      else missing.push(address);
    } catch {
      missing.push(address);
    }
  }
  at("ask").removeAttribute("aria-busy");
  at("ask-said").textContent = missing.length ? `This site does not have: ${missing.join(", ")}` : "";
}

async function read(list: Iterable<File>): Promise<void> {
  for (const file of list) add(file.name, await file.text());
  show();
}

function listen(): void {
  const pick = at<HTMLInputElement>("pick");
  pick.onchange = async () => {
    await read(pick.files ?? []);
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
    void read(event.dataTransfer?.files ?? []);
  };
  const paste = at<HTMLTextAreaElement>("paste");
  at("paste-button").onclick = () => {
    if (paste.value.trim() === "") return paste.focus();
    // The form of a proof ends with a line feed, which fields drop.
    add(`pasted text ${files.length + 1}`, paste.value.trim() + "\n");
    paste.value = "";
    show();
  };
  at("ask-button").onclick = () => void ask();
  at("clear").onclick = () => {
    files.length = 0;
    at("ask-said").textContent = "";
    show();
    pick.focus();
  };
}

async function start(): Promise<void> {
  try {
    await init({ module_or_path: new URL("verify.wasm", import.meta.url) });
  } catch {
    at("loading").textContent = "This browser cannot run the verifier (WebAssembly is off). The command countersign verify does the same.";
    return;
  }
  listen();
  at("loading").hidden = true;
  at("tool").hidden = false;
}

void start();
