/**
 * The words of a placeholder, put together from what Rust rendered. In: a locale and the purposes of a gate. Out: one element. Absent:
 * any text of our own but the mark between two titles.
 */
import type { Loader } from "../loader/host";
import { tables } from "./tables";

/** Names every purpose, and says of each who would get what. */
export function words(locale: string, needed: string[], trust: Loader["trust"]): DocumentFragment {
  const { f, p } = tables.l[locale]!;
  const rows = p.filter(([id]) => needed.includes(id));
  const titles = rows.map((row) => row[1]).join(/^(zh|ja)/.test(locale) ? "、" : ", ");
  const texts = rows.map((row) => row[2]).join("");
  const holder = document.createElement("template");
  holder.innerHTML = trust.createHTML(f.replace(/{(purposes|texts)}/g, (_, hole) => (hole === "texts" ? texts : titles)));
  if (rows.some((row) => row[3] === "")) holder.content.querySelectorAll("[data-cs=once],[data-cs=always]").forEach((button) => button.remove());
  return holder.content;
}
