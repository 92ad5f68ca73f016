/**
 * Calls that automatic mode refuses: each fails as it does without a network, reaches nobody, and works once its purpose is open.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, settle } from "./harness.mjs";

const tools = harness({ whole: true });
const { open, run, leaks } = tools;
const fails = (made) => `const it = ${made}; const seen = await new Promise((done) => { it.onerror = (event) => done(event.type); setTimeout(done, 30_000, "nothing"); });`;

/** A name, a script, and what it answers while refused. */
const CALLS = [
  ["fetch", 'return fetch("@a.test/c").catch((error) => [error instanceof TypeError, error.name])', [true, "TypeError"]],
  ["fetch without a receiver", 'return fetch.call(undefined, "@a.test/c").catch((error) => error.name)', "TypeError"],
  ["fetch of a request", 'return fetch(new Request("@a.test/c", { method: "POST", body: "x" })).catch((error) => error.name)', "TypeError"],
  ["fetch of a URL", 'return fetch(new URL("@a.test/c", location)).catch((error) => error.name)', "TypeError"],
  ["fetch with keepalive", 'return fetch("@a.test/c", { method: "POST", mode: "no-cors", keepalive: true, body: "x" }).catch((error) => error.name)', "TypeError"],
  ["XMLHttpRequest", `const it = new XMLHttpRequest(), seen = []; for (const type of ["load", "error", "loadend"]) it.addEventListener(type, () => seen.push(type));
    it.open("POST", "@a.test/c"); it.setRequestHeader("x-a", "1"); it.send("x"); await new Promise((done) => it.addEventListener("loadend", done));
    return [...seen, it.status, it.readyState, it.responseText]`, ["error", "loadend", 0, 4, ""]],
  ["XMLHttpRequest that waits", 'const it = new XMLHttpRequest(); it.open("GET", "@a.test/c", false); try { it.send(); return it.status; } catch (error) { return error.name; }', "NetworkError"],
  ["sendBeacon", 'return navigator.sendBeacon("@a.test/c", "x")', false],
  ["WebSocket", fails('new WebSocket("ws:@a.test/c")') + "return [seen, it.readyState, it instanceof WebSocket, it.url.endsWith('/c'), it.constructor === WebSocket]", ["error", 3, true, true, true]],
  ["a WebSocket of the page's own kind", "class Mine extends WebSocket { own() { return 7; } }" + fails('new Mine("ws:@a.test/c")') + "return [seen, it instanceof Mine, it.own()]", ["error", true, 7]],
  ["EventSource", fails('new EventSource("@a.test/c")') + "await 0; return [seen, it.readyState, it instanceof EventSource]", ["error", 2, true]],
];

/** What is refused on the site's own host, since a rule names a path of it; workers cannot be made from another host at all. */
const OWN = [
  ["Worker", fails('new Worker("/own.js")') + "return [seen, it instanceof Worker]", ["error", true]],
  ["SharedWorker", fails('new SharedWorker("/own.js")') + "return [seen, it instanceof SharedWorker]", ["error", true]],
  ["service worker", 'return navigator.serviceWorker.register("/own.js").catch((error) => error.name)', "TypeError"],
];

for (const [name, code, refused] of [...CALLS, ...OWN]) {
  test(`${name}: refused, and allowed after consent`, async () => {
    const asked = () => tools.asked.filter((one) => one.startsWith("a.test") || one.includes("own.js"));
    const page = await open();
    assert.deepEqual(await run(page, code), refused);
    await settle(page, 100);
    assert.deepEqual(asked(), []);
    await accept(page);
    await settle(page, 100);
    assert.deepEqual(asked(), [], "nothing is made later");
    // What is allowed need not fail: whether it was asked for is seen here.
    await run(page, code.replace("30_000", "300"));
    for (const end = Date.now() + 30_000; !asked().length && Date.now() < end; ) await settle(page, 25);
    assert.ok(asked().length > 0, "allowed");
    tools.asked.length = 0;
    await page.evaluate(() => window.countersign.refuseAll());
    assert.deepEqual(await run(page, code), refused, "refused again at once");
    assert.deepEqual(asked(), []);
    await page.context().close();
  });
}

test("a frame's own calls are refused when a script reaches into the frame", async () => {
  const page = await open('<iframe></iframe><iframe srcdoc="<p>x"></iframe>');
  const seen = await run(page, `const seen = [];
    for (const frame of document.querySelectorAll("iframe")) {
      seen.push(await frame.contentWindow.fetch("@a.test/c").catch((error) => error instanceof frame.contentWindow.TypeError));
      seen.push(frame.contentDocument.defaultView.navigator.sendBeacon("@a.test/c"));
    }
    return seen`);
  assert.deepEqual(seen, [true, false, true, false]);
  assert.deepEqual(leaks(), []);
});

test("what the native functions themselves say stays", async () => {
  const page = await open();
  const seen = await run(page, `
    const error = (run) => { try { return run(); } catch (cause) { return cause.name + " " + cause.message.replace(/^Failed to .*?: /, ""); } };
    return {
      element: error(() => Element.prototype.setAttribute.call(null, "src", "@a.test/x")),
      object: error(() => Element.prototype.setAttribute.call({ nodeType: 1, localName: "img" }, "src", "/x")),
      proxy: error(() => new Proxy(document.createElement("img"), {}).src),
      prototype: error(() => HTMLImageElement.prototype.src),
      few: error(() => document.createElement("img").setAttribute("src")),
      symbol: error(() => document.createElement("img").setAttribute("src", Symbol())),
      call: error(() => WebSocket("ws:@a.test/c")),
      scheme: error(() => new WebSocket("ftp:@a.test/c")),
      own: error(() => new Image().setAttribute("src", { toString() { throw new RangeError("mine"); } })),
      names: [fetch.name, fetch.length, Element.prototype.setAttribute.name, WebSocket.length, "" + fetch, WebSocket.OPEN],
      enumerable: Object.keys(Element.prototype).includes("setAttribute"),
      not: error(() => new fetch("@a.test/c")),
      audio: [new Audio() instanceof HTMLAudioElement, HTMLAudioElement.prototype.constructor === HTMLAudioElement, new Audio().preload],
    };`);
  assert.deepEqual(seen, {
    element: "TypeError Illegal invocation",
    object: "TypeError Illegal invocation",
    proxy: "TypeError Illegal invocation",
    prototype: "TypeError Illegal invocation",
    few: "TypeError 2 arguments required, but only 1 present.",
    symbol: "TypeError Cannot convert a Symbol value to a string",
    call: "TypeError Please use the 'new' operator, this DOM object constructor cannot be called as a function.",
    scheme: "SyntaxError The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. 'ftp' is not allowed.",
    own: "RangeError mine",
    names: ["fetch", 1, "setAttribute", 1, "function () { [native code] }", 1],
    enumerable: true,
    not: "TypeError fetch is not a constructor",
    audio: [true, true, "auto"],
  });
  assert.deepEqual(leaks(), []);
});
