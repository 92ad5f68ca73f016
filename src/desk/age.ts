/**
 * The pages about children: takes the answer to the question for an age, and a parent's or guardian's decision, which is a receipt of its own.
 * In: the pages as the build rendered them. Out: on which side of the age of consent the visitor is; for a child everything optional is shut.
 * Absent: rules; what a decision says stands in the fields.
 *
 * How a guardian is made sure of is the site's matter where it is more than their own word: the page's script answers the event
 * `countersign:guardian`, and whoever is not made sure of decides nothing.
 */
import type { CountersignAnswer } from "../loader/countersign";
import { answered, type Field } from "./asked";
import { pageSays } from "./page-answer";
import type { Room } from "./room";

const all = (room: Room, selector: string): HTMLElement[] => [...room.root.querySelectorAll<HTMLElement>(selector)];

/** Says something in the sheet. */
function tell(room: Room, text = ""): void {
  const line = room.root.querySelector("[role=status]");
  if (line) line.textContent = text;
}

const word = (room: Room, name: string): string => room.root.querySelector<HTMLTemplateElement>(`template[data-cs-word=${name}]`)!.content.textContent!;

/** Binds the question. Only a person's click counts. */
export function age(room: Room): void {
  for (const control of all(room, "[data-cs-age]")) {
    control.addEventListener("click", (event) => {
      if (!event.isTrusted) return;
      room.age(control.dataset.csAge);
      if (control.dataset.csAge === "grown") room.proceed();
      else room.show("guardian");
    });
  }
}

/** Whether the page's script has made sure of the guardian; `declared` asks nobody. */
const sure = (method: string, relation: string): Promise<boolean> =>
  method === "declared" ? Promise.resolve(true) : pageSays("countersign:guardian", { method, relation });

/** Carries out what a guardian decided: `given` with the purposes whose switches are on, anything else with none. */
async function decide(room: Room, control: HTMLElement, event: MouseEvent): Promise<void> {
  const relation = room.root.querySelector<HTMLInputElement>("[name=relation]:checked");
  const adult = room.root.querySelector<HTMLInputElement>("[name=adult]");
  const given = control.dataset.csGuardian === "given";
  if (!event.isTrusted) return;
  if (!relation || !adult?.checked) return tell(room, word(room, "incomplete"));
  const { csMethod = "", csGiven, csRefused } = relation.dataset;
  if (given && !(await sure(csMethod, relation.value))) return tell(room, word(room, "unsure"));
  const on = given ? all(room, "[name=child]:checked").map((field) => (field as HTMLInputElement).value) : [];
  const open = room.loader.tables.p.filter((id) => on.includes(id));
  room.age(given ? "guarded" : "child");
  if (!room.choose("confirm", open, event, { kind: "guardian", say: given ? csGiven : csRefused })) return;
  if (control.dataset.csRights !== undefined && (await room.show("rights"))) {
    room.root.querySelector("[data-cs-right=delete]")?.setAttribute("open", "");
    tell(room, control.dataset.csDone);
  } else {
    room.close();
    room.announce(control.dataset.csDone!);
  }
}

/** Binds a guardian's answers. */
export function guardian(room: Room): void {
  for (const control of all(room, "[data-cs-guardian]")) control.addEventListener("click", (event) => void decide(room, control, event));
}

/** The question as something that scripts ask for. */
const AGE: Field = { id: "age", mark: "", asks: true, opens: false, query: "", whose: "" };

/** Asks for the age where it is not known, and a guardian where the visitor is a child: `given` where the visitor may go on. */
export async function requestAge(room: Room): Promise<CountersignAnswer> {
  const may = (): boolean => ["grown", "guarded"].includes(room.age());
  if (!may() && !room.isOpen() && (await room.show(room.age() ? "guardian" : "age"))) {
    await new Promise((done) => room.root.host.closest("dialog")!.addEventListener("close", done, { once: true }));
  }
  return answered(AGE, may() ? "given" : room.age() ? "refused" : "dismissed");
}
