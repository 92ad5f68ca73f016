/**
 * What the widget does without wasm: the plain chooser in the place of layer 1 with the download of what receipts there are, and the line
 * for a choice that could not be stored. Both are texts that the notice file carries beside the notice (formats.md section 3).
 */
import type { Loader } from "../loader/host";
import { file } from "./network";
import { announce } from "./page";
import { downloadAll } from "./receipts";
import { rows } from "./storage";

interface Texts {
  chooser?: string;
  not_kept?: string;
}

async function texts({ base, tables, locale }: Loader): Promise<Texts> {
  const tag = locale();
  const json = await file(`${base}notice.${tag}.${tables.n[tag]!}.json`);
  try {
    return JSON.parse(json || "{}");
  } catch {
    return {};
  }
}

/** Shows the plain chooser while `wanted` holds; where its file does not come, layer 1: there everything can be refused. */
export async function choosePlainly(loader: Loader, wanted: () => boolean): Promise<void> {
  const { chooser } = await texts(loader);
  if (!wanted()) return;
  loader.show(true, undefined, chooser);
  if (!chooser) return;
  const { open, surface } = loader.now();
  const boxes = [...surface.querySelectorAll("input")];
  for (const box of boxes) box.checked = open.includes(box.name);
  const download = surface.querySelector("template")!;
  rows().then(([first]) => first && download.replaceWith(download.content));
  surface.addEventListener("click", (event) => {
    const control = (event.target as Element).closest<HTMLElement>("[data-cs]")?.dataset.cs;
    if (control === "download") downloadAll();
    if (control === "save") loader.choose("save", boxes.filter((box) => box.checked).map((box) => box.name), event);
  });
}

/** Says that the last choice holds for this page only. */
export async function sayNotKept(loader: Loader): Promise<void> {
  announce((await texts(loader)).not_kept || "");
}
