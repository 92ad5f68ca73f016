/**
 * Prompts at the moment itself (`countersign.request`, `data-cs-ask`): says what a permission or a field is for before the browser's own
 * prompt or the first letter. In: names of fields; a person's clicks. Out: answers, entries for receipts. Absent: words and markup, which the
 * build rendered, and any yes that is not a person's event. Nothing opens a dialog when it merely gets the focus (WCAG 2.2, 3.2.1).
 */
import type { CountersignAnswer } from "../loader/countersign";
import { isElsewhere } from "../ports/role";
import { answered, described, type Field, follow, keep, pageOf, recall } from "./asked";
import { pageSays } from "./page-answer";
import type { Room } from "./room";

/** The prompt that is shown, or on its way. */
interface Waiting {
  /** The field that was asked for. */
  name: string;
  /** Whatever became of it. */
  done: Promise<CountersignAnswer>;
  end(field: Field, answer: CountersignAnswer["answer"]): void;
}

let waiting: Waiting | undefined;
let follows = false;

/** Says in the sheet what the page has a word for. */
function tell(sheet: HTMLElement, word: string): void {
  const text = sheet.querySelector<HTMLTemplateElement>(`template[data-cs-word=${word}]`)!.content.textContent;
  sheet.querySelector("[role=status]")!.textContent = text;
}

/** Whether a yes to the page that is shown may count: where somebody else has to agree, only with the code that they got. */
async function agreed(sheet: HTMLElement, id: string): Promise<boolean> {
  const code = sheet.querySelector<HTMLInputElement>("[name=code]");
  if (!code) return true;
  const right = !!code.value.trim() && (await pageSays("countersign:code", { field: id, code: code.value.trim() }));
  if (!right && sheet.isConnected) {
    tell(sheet, "code-wrong");
    code.focus();
  }
  return right && sheet.isConnected;
}

/** Has the page's script send the code. */
async function sendCode(sheet: HTMLElement, id: string): Promise<void> {
  const sent = await pageSays("countersign:code", { field: id, code: "" });
  if (!sheet.isConnected) return;
  tell(sheet, sent ? "code-sent" : "code-unsent");
  if (sent) sheet.querySelector<HTMLElement>("[name=code]")!.focus();
}

/** Answers for the field that the page shows, which may be another than was asked for: the visitor chose it in its place. */
async function reply(room: Room, sheet: HTMLElement, control: HTMLElement, event: UIEvent): Promise<void> {
  const field = described(room, room.page.slice(4))!;
  const given = control.dataset.cs === "yes";
  if (given && !event.isTrusted) return console.error("CS-UNTRUSTED");
  if (given && !(await agreed(sheet, field.id))) return;
  const { open } = room.loader.now();
  const kept = keep(room, field, given);
  if (given && field.opens) {
    const opening = room.loader.tables.p.filter((id) => id === field.id || open.includes(id));
    // Where something else is asked first, what is open when the dialog closes is the answer.
    if (!room.choose("ask", opening, event)) return;
  } else if (field.asks) room.say("ask", { kind: "choice", say: control.dataset.csSay }, event);
  const current = waiting;
  waiting = undefined;
  current?.end(field, given ? "given" : "refused");
  room.close();
  if (given && !kept) room.announce(room.notice.words.not_kept);
}

/** Binds a prompt that is shown. */
export function serve(room: Room): void {
  const sheet = room.root.querySelector<HTMLElement>("[part=sheet]")!;
  sheet.addEventListener("click", (event) => {
    const control = (event.target as Element).closest<HTMLElement>("[data-cs]");
    const { cs, csOther } = control?.dataset || {};
    if (cs === "yes" || cs === "no") reply(room, sheet, control!, event);
    else if ((event.target as Element).closest("[data-cs-send]")) event.isTrusted && sendCode(sheet, sheet.dataset.csField!);
    else if (cs === "instead") room.show(pageOf(room, csOther!), control!);
  });
}

/** Shows the prompt and waits for its answer; closing it is none. */
async function prompt(room: Room, name: string, field: Field): Promise<CountersignAnswer | undefined> {
  let settle!: (answer: Promise<CountersignAnswer>) => void;
  const end = (of: Field, answer: CountersignAnswer["answer"]): void => settle(answered(of, answer));
  const current: Waiting = (waiting = { name, done: new Promise((done) => (settle = done)), end });
  if (!(await room.show(pageOf(room, name)))) {
    waiting = undefined;
    end(field, "dismissed");
    return;
  }
  const dialog = room.root.host.parentElement!;
  const leave = (): void => {
    // The event of an earlier closing may come late.
    if (room.isOpen()) return;
    dialog.removeEventListener("close", leave);
    if (waiting !== current) return;
    waiting = undefined;
    // What was answered before still holds, and what a page of its own has opened is open.
    const known = recall(room, field);
    end(field, known === "g" ? "given" : known ? "refused" : "dismissed");
  };
  dialog.addEventListener("close", leave);
  return current.done;
}

/**
 * Asks, unless the visitor has answered already; `again` asks once more after a refusal, which only a person's own act may. Undefined where
 * the site says nothing of the field, or the prompt cannot be shown.
 */
async function ask(room: Room, name: string, again: boolean): Promise<CountersignAnswer | undefined> {
  const field = described(room, name);
  if (!field) return void console.warn("CS-ASK site.toml has no permission, prompt or additional purpose called " + name);
  if (!follows) follow(room);
  follows = true;
  const refused = await answered(field, "refused");
  while (waiting) {
    if (waiting.name === name) return waiting.done;
    await waiting.done;
  }
  // Nobody is asked for what concerns others, or under a policy that does not cover them.
  const who = room.role();
  if (field.asks && (isElsewhere(who) || (who && field.whose && !field.whose.split(" ").includes(who)))) return refused;
  const known = recall(room, field);
  if (known === "g" || (known && !again)) return known === "g" ? answered(field, "given") : refused;
  // What the browser has blocked nobody can allow here.
  if (refused.browser === "denied") return refused;
  // Never over something that the visitor reads.
  return room.isOpen() ? answered(field, "dismissed") : prompt(room, name, field);
}

/** Tells the page's script about an answer at one of its elements. */
const tellPage = (element: HTMLElement, detail: CountersignAnswer): boolean =>
  element.dispatchEvent(new CustomEvent("countersign:answer", { bubbles: true, detail }));

/** Elements that are bound already. */
const bound = new WeakSet<Element>();

/** Whether letters are typed into it. */
const isTyped = (element: HTMLElement): element is HTMLInputElement => element.matches("textarea, input:not([type=button], [type=submit], [type=file], [type=checkbox], [type=radio])");

/** Whether it has the focus by the keyboard; where the browser does not tell (Chrome before 86, Safari before 15.4), it may have. */
function byKeyboard(element: HTMLElement): boolean {
  try {
    return element.matches(":focus-visible");
  } catch {
    return true;
  }
}

/** Binds an element that got the focus: a button asks when it is pressed, a field says what it is for and takes letters once it may. */
function bind(room: Room, name: string, element: HTMLElement): void {
  if (bound.has(element)) return;
  const field = described(room, name);
  if (!field) return;
  bound.add(element);
  const may = (): boolean => !field.asks || recall(room, field) === "g";
  const act = async ({ isTrusted: again }: { isTrusted: boolean }): Promise<void> => {
    if (isTyped(element) && may()) return;
    const answer = await ask(room, name, again);
    if (!answer) return;
    if (isTyped(element)) {
      element.readOnly = !may();
      answer.signal.addEventListener("abort", () => (element.readOnly = true));
      if (may()) element.focus();
    }
    tellPage(element, answer);
  };
  element.addEventListener("click", act);
  if (!isTyped(element)) {
    // A pointer focused it and was released before this module came: the person has pressed it.
    if (element === document.activeElement && !byKeyboard(element) && navigator.userActivation?.isActive !== false) act({ isTrusted: true });
    return;
  }
  element.readOnly = !may();
  element.addEventListener("keydown", (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && act(event));
  say(room, name, element);
}

/** Says beside a field what it is for, in the page's own style and in the language in use. */
function say(room: Room, name: string, element: HTMLElement): void {
  const markup = room.desk.pages["line-" + name];
  if (!markup) return;
  element.insertAdjacentHTML("afterend", room.loader.trust.createHTML(markup));
  const line = element.nextElementSibling as HTMLElement;
  line.id = "countersign-told-" + name;
  element.setAttribute("aria-describedby", [element.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  line.querySelector("button")!.addEventListener("click", () => void room.show(pageOf(room, name)));
}

/** How often marked elements got the focus since the loader was asked last: it tells by name alone, and later. */
const focused = new Map<string, number>();
/** Whether everybody who waited for this module has been heard: from then on the count is exact. */
let counts = false;
// The loader hears of `focusin`, at the window: between two listeners of one event WebKit does what waits, so that its question comes here
// first. `focus` comes before it. Firefox says it of the document as well, which has no data.
document.addEventListener("focus", ({ target }) => {
  const { csAsk = "" } = (target as Partial<HTMLElement>).dataset || {};
  if (csAsk) focused.set(csAsk, (focused.get(csAsk) || 0) + 1);
}, true);

/**
 * Answers `countersign.request`. Where it comes from the focus of an element with this name, the element is bound, and there is no answer:
 * the element asks when it is used. Before this module came nobody counted: then whatever has the focus now may have taken it from one.
 */
export async function request(room: Room, name: string): Promise<CountersignAnswer | undefined> {
  const elements = [...document.querySelectorAll<HTMLElement>("[data-cs-ask]")].filter(({ dataset }) => dataset.csAsk === name);
  const times = focused.get(name) || 0;
  if (times) focused.set(name, times - 1);
  const byScript = !times && (counts || document.activeElement === document.body || !elements[0]);
  setTimeout(() => (counts = true));
  for (const element of elements) bind(room, name, element);
  return byScript ? ask(room, name, false) : undefined;
}
