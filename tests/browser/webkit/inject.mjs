/**
 * Scripts that run before a page's own, put into documents on their way to the browser.
 *
 * Enters: a document with its headers, the texts of scripts, the address that reports go to. Leaves: both, with one script at the start, and `binding()`.
 * A Content-Security-Policy is widened by exactly that script's hash and that address; what it says otherwise still holds.
 * Deliberately absent: documents whose policy turns scripts off by `sandbox`.
 */

import { createHash } from "node:crypto";

/** Tells the harness of errors and of what the console is told. Runs in the page, before everything; reads no variable of this module. */
const reporter = (path, names) => {
  const [send, stringify, origin] = [window.fetch?.bind(window), JSON.stringify, location.origin];
  const report = (kind, said) => {
    if (!send || origin === "null") return Promise.resolve();
    return send(origin + path, { method: "POST", body: stringify({ kind, url: location.href, ...said }), keepalive: true, credentials: "omit" });
  };
  const mute = (promise) => promise.catch(() => {});
  addEventListener("error", (event) => event.error !== undefined && event.target === window && mute(report("error", { name: event.error?.name, text: event.message, stack: event.error?.stack })), true);
  addEventListener("unhandledrejection", ({ reason }) => mute(report("error", { name: reason?.name, text: String(reason?.message ?? reason), stack: reason?.stack })));
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, disposition, sourceFile }) => {
    if (blockedURI.endsWith(path)) return;
    mute(report("console", { type: disposition === "report" ? "info" : "error", text: `Refused to load ${blockedURI} because of ${effectiveDirective}`, at: sourceFile || location.href }));
  });
  for (const type of ["debug", "error", "info", "log", "warn"]) {
    const original = console[type];
    console[type] = (...words) => {
      original.apply(console, words);
      mute(report("console", { type: type === "warn" ? "warning" : type, text: words.map(String).join(" "), at: location.href }));
    };
  }
  for (const name of names) window[name] = (...args) => report("binding", { name, args }).then((answer) => answer.json());
  document.currentScript.remove();
};

/** A function of the harness for a document that is there already, which has lost its reporter. */
export const binding = (path, name) =>
  `void (window[${JSON.stringify(name)}] ??= async (...args) => (await fetch(origin + ${JSON.stringify(path)}, { method: "POST", body: JSON.stringify({ kind: "binding", url: location.href, name: ${JSON.stringify(name)}, args }), credentials: "omit" })).json())`;

/** The whole script: reports first, then what tests ask for, in their order; one that fails keeps none of the others back. */
export const prelude = (path, names, scripts) =>
  [`(${reporter})(${JSON.stringify(path)}, ${JSON.stringify(names)});`, ...scripts.map((text) => `try {\n${text}\n} catch (error) { console.error(error); }`)]
    .join("\n").replaceAll(/<(?=\/script|!--)/gi, "\\x3C");

/** One policy, with one more script and one more address allowed. */
function widened(policy, hash, address) {
  const directives = new Map(policy.split(";").map((one) => one.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...values]) => [name.toLowerCase(), values]));
  const allow = (name, fallbacks, value, unless = () => false) => {
    const from = [name, ...fallbacks, "default-src"].find((one) => directives.has(one));
    if (!from || unless(directives.get(from))) return;
    directives.set(name, [...directives.get(from).filter((one) => one !== "'none'"), value]);
  };
  const lax = (values) => values.includes("'unsafe-inline'") && !values.some((one) => /^'(nonce|sha\d+)-/.test(one) || one === "'strict-dynamic'");
  allow(directives.has("script-src-elem") ? "script-src-elem" : "script-src", [], hash, lax);
  allow("connect-src", [], address, (values) => values.includes("*"));
  return [...directives].map(([name, values]) => [name, ...values].join(" ")).join("; ");
}

/** A document and its headers with the script in front. */
export function injected({ headers, body }, script, address) {
  const hash = `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  const policies = ["content-security-policy", "content-security-policy-report-only"].filter((name) => headers[name]);
  const tag = `<script>${script}</script>`;
  const text = body.toString("utf8");
  const start = /<head(?=[\s>])[^>]*>/i.exec(text) ?? /<html(?=[\s>])[^>]*>/i.exec(text) ?? /<!doctype[^>]*>/i.exec(text);
  const at = start ? start.index + start[0].length : 0;
  const made = Buffer.from(text.slice(0, at) + tag + text.slice(at));
  const more = Object.fromEntries(policies.map((name) => [name, [headers[name]].flat().join(", ").split(",").map((one) => widened(one, hash, address)).join(", ")]));
  return { headers: { ...headers, ...more, "content-length": String(made.length), etag: undefined, "last-modified": undefined, "content-md5": undefined }, body: made };
}
