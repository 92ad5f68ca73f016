/**
 * A site whose vendors have consent calls: the parts as the build makes them, every vendor's snippet in a gate. Leaves: pages for `harness`
 * and what visitors do.
 */
import { buildSync } from "esbuild";
import { fileURLToPath } from "node:url";
import { html, loaderWith } from "../loader/serve.mjs";
import { until } from "../loader/browser.mjs";
import { grants, purpose, scripts, snippets } from "./vendors.mjs";

/** A family's part with its grants inside, as an expression. */
export function part(family, table = grants[family]) {
  const entry = fileURLToPath(new URL(`../../src/calls/${family}.ts`, import.meta.url));
  const [{ text }] = buildSync({ entryPoints: [entry], bundle: true, minify: true, write: false, format: "esm", target: "es2019", charset: "utf8" }).outputFiles;
  const [, body, name] = /^([^]*)export\{(\S+) as default\};\s*$/.exec(text);
  return `(()=>{${body}return ${name}})()`.replace("__CS_CALLS__", JSON.stringify(table));
}

/** The loader with these families. */
export const loader = (families) => `<script data-cs-base="/countersign/">${loaderWith(families.map((family) => part(family)))}</script>`;

/** A page with these families; `before` stands in front of the loader, `after` behind it. */
export const page = (families, { before = "", after = "" } = {}) => {
  const gates = families.map((family) => `<template data-cs-purpose="${purpose[family]}">${snippets[family]}</template>`).join("\n");
  return html(gates + "<p>end</p>", `<script>window.heard = {}</script>${before}${loader(families)}${after}`);
};

/** The vendors' stand-ins, by path. */
export const files = Object.fromEntries(Object.entries(scripts).map(([family, body]) => [`/v/${family}.js`, { type: "text/javascript", body }]));

/** Chooses exactly these purposes in layer 2. */
export async function choose(tab, open) {
  await tab.click("#countersign [data-cs=choose], #countersign-button");
  const dialog = tab.locator("#countersign-dialog");
  await dialog.locator("[value=chat]").waitFor();
  for (const box of await dialog.locator("[name=purpose]").all()) await box.setChecked(open.includes(await box.getAttribute("value")));
  await dialog.locator("[data-cs=save]").click();
  await tab.locator("#countersign-button").waitFor();
}

/** Waits until the stand-ins of what is open have run, and with them every gate before them. */
export const settled = (tab, families, open) =>
  until(tab, (wanted) => wanted.every((family) => window.heard[family]), families.filter((family) => open.includes(purpose[family])));

/** Every list of purposes. */
export const subsets = (ids) => ids.reduce((all, id) => all.flatMap((list) => [list, [...list, id]]), [[]]);
