/**
 * Apps around the packed npm package, each as its own tools build it: a fresh one of Vite and a fresh one of webpack, and the examples.
 * In: `target/package/*.tgz`. Out: a folder that holds the built apps side by side, as a server would serve them. Absent: any network; the tools
 * are those of `package.json`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, TARGET } from "../../browser/harness.mjs";

/** The packed package. */
export function tarball() {
  const folder = join(TARGET, "package");
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (!name || others.length) throw new Error(`${folder} holds not one package but ${others.length + !!name}: run \`cargo xtask package\``);
  return join(folder, name);
}

/** Runs a command to its end; what it said on standard output. Where it fails, the error tells both outputs. */
export function run(command, words, cwd) {
  try {
    return execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${command} ${words.join(" ")} failed: ${error.stdout}${error.stderr}`);
  }
}

/** A fresh folder with the package installed by npm, and these files. */
function app(place, name, files) {
  const folder = join(place, name);
  write(folder, { "package.json": JSON.stringify({ name, private: true, type: "module" }), ...files });
  run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball()], folder);
  return folder;
}

function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** An example with the package and what else it depends on. */
function example(place, name, packages) {
  const folder = join(place, name);
  cpSync(join(ROOT, "www/examples", name), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  for (const one of packages) symlinkSync(join(ROOT, "node_modules", one), join(folder, "node_modules", one), "dir");
  symlinkSync(join(place, "vite/node_modules/countersign"), join(folder, "node_modules/countersign"), "dir");
  return folder;
}

/** What both fresh apps show: a gate, what is open, and a link to the preferences. */
const MARKUP = `<template data-cs-purpose="analytics"><!--<script src="https://metrik.example/metrik.js"></script>--></template>
  <output id="open"></output>
  <countersign-preferences><a href="countersign/policy/1.0/en.html">Privacy choices</a></countersign-preferences>`;
const page = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>fresh</title></head><body>${MARKUP}${script}</body></html>`;
const use = (base) => `
subscribe(({ open, decided }) => (document.getElementById("open").value = decided ? open.join() : "asked"));
mount({ base: ${base} }).then((made) => (window.mounted = made === window.countersign && made.state() === state()));`;

/** A fresh Vite app; the built files lie in its `public` folder. */
async function viteApp(place, out) {
  const { build } = await import("vite");
  const root = app(place, "vite", {
    "index.html": page('<script type="module" src="./main.js"></script>'),
    "main.js": `import { mount, state, subscribe } from "countersign";\nimport "countersign/elements";${use("import.meta.env.BASE_URL + \"countersign\"")}`,
  });
  cpSync(join(ROOT, "www/demo/dist"), join(root, "public/countersign"), { recursive: true });
  await build({ root, base: "/vite/", configFile: false, logLevel: "warn", build: { outDir: join(out, "vite"), emptyOutDir: true } });
}

/** A fresh webpack app, in the module form that webpack's own tools are written in; the built files lie where the build expects them. */
async function webpackApp(place, out) {
  const { default: webpack } = await import("webpack");
  const context = app(place, "webpack", {
    "main.cjs": `const { mount, state, subscribe } = require("countersign");\nrequire("countersign/elements");${use("undefined")}`,
  });
  const stats = await new Promise((done, fail) => {
    const output = { path: join(out, "webpack"), filename: "main.js" };
    webpack({ mode: "production", context, entry: "./main.cjs", output }, (error, made) => (error ? fail(error) : done(made)));
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
  write(join(out, "webpack"), { "index.html": page('<script src="main.js"></script>') });
}

/** The examples of React and Vue, as their own `npm run build` makes them. */
async function viteExamples(place, out) {
  const { build } = await import("vite");
  const { default: vue } = await import("@vitejs/plugin-vue");
  const make = (name, packages, plugins) => {
    const root = example(place, name, packages);
    return build({ root, base: `/${name}/`, configFile: false, logLevel: "warn", plugins, build: { outDir: join(out, name), emptyOutDir: true } });
  };
  await make("react", ["react", "react-dom"], []);
  await make("vue", ["vue"], [vue()]);
}

/**
 * The document that a server rendered and React takes over: its script as React's own build for developers, which finds every difference between
 * the two, and what the server sends.
 */
async function reactDocument(place, out) {
  const { build } = await import("vite");
  // The app in it, while that folder has no packages: a build must not ask for any there.
  cpSync(join(ROOT, "www/examples/react"), join(place, "react"), { recursive: true });
  const root = example(place, "react-server", ["react", "react-dom"]);
  const common = { root, configFile: join(root, "vite.config.js"), logLevel: "warn" };
  const define = { "process.env.NODE_ENV": JSON.stringify("development") };
  await build({ ...common, define, build: { outDir: join(out, "react-server"), emptyOutDir: true } });
  await build({ ...common, build: { ssr: "server.jsx", outDir: join(root, "server") } });
  const { page } = await import(pathToFileURL(join(root, "server/server.js")));
  write(join(out, "react-server"), { "index.html": page() });
}

/** The pages of Turbo's example, as they are, beside what their import map names. */
function turboExample(place, out) {
  cpSync(join(ROOT, "www/examples/turbo"), join(out, "turbo"), { recursive: true });
  const files = ["vite/node_modules/countersign/turbo.js", "vite/node_modules/countersign/elements.js"].map((path) => join(place, path));
  for (const file of [join(ROOT, "node_modules/@hotwired/turbo/dist/turbo.es2017-esm.js"), ...files]) cpSync(file, join(out, "turbo/npm", file.split("/").pop()));
}

/** A page without modules. */
function classicPage(place, out) {
  const folder = join(out, "classic");
  write(folder, { "index.html": page('<script src="classic.js" data-cs-base="../countersign"></script>') });
  cpSync(join(place, "vite/node_modules/countersign/classic.js"), join(folder, "classic.js"));
}

/** Builds everything; answers the folder of installed apps, the folder to serve, and how both go away. */
export async function apps() {
  mkdirSync(join(TARGET, "engines"), { recursive: true });
  const place = mkdtempSync(join(TARGET, "engines", "apps-"));
  const out = join(place, "out");
  await viteApp(place, out);
  await webpackApp(place, out);
  await reactDocument(place, out);
  await viteExamples(place, out);
  turboExample(place, out);
  classicPage(place, out);
  return { place, out, remove: () => rmSync(place, { recursive: true, force: true }) };
}
