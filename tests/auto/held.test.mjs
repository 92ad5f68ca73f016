/**
 * What automatic mode holds and gives back: 0 requests while the visitor is asked and after a refusal, 1 after consent, whatever way a
 * script gives an element its address.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, settle } from "./harness.mjs";

const tools = harness();
const { open, run, leaks, arrive } = tools;
const element = (name, code) => `const e = document.createElement("${name}"); ${code}; document.body.append(e);`;
const svg = (name, code) =>
  `const s = document.createElementNS("http://www.w3.org/2000/svg", "svg"), e = document.createElementNS(s.namespaceURI, "${name}"); ${code}; s.append(e); document.body.append(s);`;
const frame = 'const f = document.createElement("iframe"); document.body.append(f);';
const template = `const t = document.createElement("template"); t.innerHTML = "<img src='@a.test/p.gif'>";`;
const markup = (text) => `document.createElement("div").innerHTML = ${JSON.stringify(text)}`;

/** A name, and a script that would ask `a.test` once. */
const SCENARIOS = [
  ["script.src", element("script", 'e.src = "@a.test/x.js"')],
  ["script src after insertion", 'const e = document.createElement("script"); document.head.append(e); e.src = "@a.test/x.js"'],
  ["script before another", 'const e = document.createElement("script"), f = document.getElementsByTagName("script")[0]; e.async = 1; e.src = "@a.test/x.js"; f.parentNode.insertBefore(e, f)'],
  ["script setAttribute", element("script", 'e.setAttribute("SRC", "@a.test/x.js")')],
  ["script setAttributeNS", element("script", 'e.setAttributeNS(null, "src", "@a.test/x.js")')],
  ["script setAttributeNode", element("script", 'const n = document.createAttribute("src"); n.value = "@a.test/x.js"; e.setAttributeNode(n)')],
  ["module script", element("script", 'e.type = "module"; e.src = "@a.test/x.js"')],
  ["new Image", 'new Image().src = "@a.test/p.gif?x=1"'],
  ["new Image with a size", 'const i = new Image(1, 1); i.onload = () => {}; i.src = "@a.test/p.gif"'],
  ["img in the page", element("img", 'e.src = "@a.test/p.gif"')],
  ["img.srcset", element("img", 'e.srcset = "@a.test/p.gif 2x, @a.test/p.gif 1x"')],
  ["picture source", 'const p = document.createElement("picture"), s = document.createElement("source"), i = document.createElement("img"); s.srcset = "@a.test/p.gif"; p.append(s, i); document.body.append(p)'],
  ["a scheme and host in capitals", 'new Image().src = "HTTP:" + "@a.test/p.gif".replace("a.test", "A.TesT")'],
  ["a dot at the end of the host", 'new Image().src = "@a.test/p.gif".replace("a.test", "a.test.")'],
  ["a subdomain", 'new Image().src = "@a.test/p.gif".replace("a.test", "x.y.a.test")'],
  ["backslashes", 'new Image().src = "@a.test/p.gif".replace("//", "\\\\\\\\")'],
  ["white space", 'new Image().src = " \\n@a.test/p.gif".replace("//", "/\\t/")'],
  ["an object as address", 'new Image().src = new URL("@a.test/p.gif", location)'],
  ["an object that changes its mind", 'let n = 0; new Image().src = { toString: () => (n++ ? "/free.gif" : "@a.test/p.gif") }'],
  ["iframe.src", element("iframe", 'e.src = "@a.test/f.html"')],
  ["iframe.src after insertion", frame + 'f.src = "@a.test/f.html"'],
  ["iframe.srcdoc", element("iframe", `e.srcdoc = "<img src='@a.test/p.gif'>"`)],
  ["stylesheet", element("link", 'e.href = "@a.test/s.css"; e.rel = "stylesheet"')],
  ["preload", element("link", 'e.rel = "preload"; e.as = "image"; e.href = "@a.test/p.gif"')],
  ["video poster", element("video", 'e.poster = "@a.test/p.gif"')],
  ["audio", element("audio", 'e.preload = "auto"; e.src = "@a.test/a.mp3"')],
  ["new Audio", 'new Audio("@a.test/a.mp3")'],
  ["source of a video", 'const v = document.createElement("video"), s = document.createElement("source"); v.preload = "auto"; s.src = "@a.test/v.mp4"; v.append(s); document.body.append(v)'],
  ["track", 'const v = document.createElement("video"), t = document.createElement("track"); v.crossOrigin = "anonymous"; t.default = true; t.src = "@a.test/t.vtt"; v.append(t); document.body.append(v); t.track.mode = "showing"'],
  ["embed", element("embed", 'e.type = "text/html"; e.src = "@a.test/f.html"')],
  ["object", element("object", 'e.type = "text/html"; e.data = "@a.test/f.html"')],
  ["image button", element("input", 'e.type = "image"; e.src = "@a.test/p.gif"')],
  ["svg image", svg("image", 'e.setAttribute("href", "@a.test/p.gif")')],
  ["svg image by xlink", svg("image", 'e.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "@a.test/p.gif")')],
  ["svg script", svg("script", 'e.setAttribute("href", "@a.test/x.js")')],
  ["innerHTML", `document.querySelector("main").appendChild(document.createElement("p")).innerHTML = "<b>1</b><img alt='>' src=@a.test/p.gif>"`],
  ["innerHTML outside the page", markup("<img src='@a.test/p.gif'>")],
  ["innerHTML with entities", markup("<img src='@a.test/p.gif'>").slice(0, -1) + '".replace("//", "&#47;&sol;")'],
  ["innerHTML with a stray quote", markup("<img alt=it's src='@a.test/p.gif'>")],
  ["innerHTML without a space", markup("<IMG/alt/SRC='@a.test/p.gif'>")],
  ["innerHTML with the address twice", markup("<img src='@a.test/p.gif' src='/free.gif'>")],
  ["innerHTML with svg", `document.querySelector("main").appendChild(document.createElement("p")).innerHTML = "<svg><image xlink:href='@a.test/p.gif' /></svg>"`],
  ["outerHTML", `const e = document.createElement("i"); document.body.append(e); e.outerHTML = "<img src='@a.test/p.gif'>"`],
  ["insertAdjacentHTML", `document.body.insertAdjacentHTML("beforeend", "<iframe src='@a.test/f.html'></iframe>")`],
  ["setHTMLUnsafe", `document.querySelector("main").appendChild(document.createElement("p")).setHTMLUnsafe("<img src='@a.test/p.gif'>")`],
  ["a contextual fragment", `const r = document.createRange(); r.selectNode(document.body); document.body.append(r.createContextualFragment("<script src='@a.test/x.js'></" + "script>"))`],
  ["DOMParser", `const d = new DOMParser().parseFromString("<img src='@a.test/p.gif'>", "text/html"); document.body.append(d.body.firstChild)`],
  ["a template's content", template + "document.body.append(t.content.cloneNode(true))"],
  ["importNode of a template", template + "document.body.append(document.importNode(t.content, true))"],
  ["an element of another document", 'const d = document.implementation.createHTMLDocument(""), e = d.createElement("script"); e.src = "@a.test/x.js"; document.body.append(e)'],
  ["a copy of a held element", 'const e = document.createElement("img"); e.src = "@a.test/p.gif"; document.body.append(e.cloneNode()); e.removeAttribute("src")'],
  ["a shadow root", 'const e = document.createElement("div"); document.body.append(e); const i = document.createElement("img"); i.src = "@a.test/p.gif"; e.attachShadow({ mode: "closed" }).append(i)'],
  ["innerHTML of a shadow root", `const e = document.createElement("div"); document.body.append(e); e.attachShadow({ mode: "closed" }).innerHTML = "<img src='@a.test/p.gif'>"`],
  ["the value of an attribute node", element("img", 'e.setAttribute("src", ""); document.body.append(e); e.getAttributeNode("src").value = "@a.test/p.gif"')],
  ["setNamedItem", element("img", 'const n = document.createAttribute("src"); n.value = "@a.test/p.gif"; document.body.append(e); e.attributes.setNamedItem(n)')],
  ["a frame's own Image", frame + 'new f.contentWindow.Image().src = "@a.test/p.gif"'],
  ["a frame's own document", frame + `const d = f.contentDocument; d.open(); d.write("<script src='@a.test/x.js'></" + "script>"); d.close()`],
];

/** Each scenario asks for paths of its own, so that many can run on one page. */
const numbered = SCENARIOS.map(([name, code], place) => [name, code.replaceAll("@a.test/", `@a.test/${place}/`), place]);
const count = (place) => leaks().filter((one) => one.includes(`/${place}/`)).length;

async function runAll(page) {
  for (const [name, code] of numbered) await run(page, code).catch((error) => assert.fail(`${name}: ${error.message}`));
}

test("while the visitor is asked nothing is asked for; after consent each once; after withdrawal nothing more", async (t) => {
  const page = await open("<main></main>");
  await runAll(page);
  await settle(page, 500);
  assert.deepEqual(leaks(), []);
  await accept(page);
  await arrive(page, numbered.length);
  await settle(page, 500);
  for (const [name, , place] of numbered) await t.test(name, () => assert.equal(count(place), 1));
  assert.deepEqual(page.said.filter((line) => /CS-|thrown/.test(line)), []);
  await page.evaluate(() => window.countersign.refuseAll());
  tools.asked.length = 0;
  await runAll(page);
  await settle(page, 500);
  assert.deepEqual(leaks(), []);
});

test("after a refusal none of them asks", async () => {
  const page = await open("<main></main>", { open: "chat" });
  await runAll(page);
  await settle(page, 500);
  assert.deepEqual(leaks(), []);
});

test("what is open passes at once", async (t) => {
  const page = await open("<main></main>", { open: "analytics" });
  await runAll(page);
  await arrive(page, () => numbered.every(([, , place]) => count(place) > 0));
  for (const [name, , place] of numbered) await t.test(name, () => assert.ok(count(place) > 0));
});
