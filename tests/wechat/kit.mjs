/**
 * A mini program without WeChat: the kit's pages in `miniprogram-simulate`, over a `wx` of our own that keeps WeChat's rules.
 *
 * Enters: the sample below `www/wechat/`, the notice of the demo with `[wechat]`, a person's answers. Leaves: `started()`, a fresh start of the mini
 * program, whose storage can be carried over. The rules are those of the privacy interfaces: a call waits for the listener that was
 * registered last; only a button that was really pressed agrees; a refused permission is not asked for again.
 * Deliberately absent: the `<web-view>`, in which nothing loads here; its events are sent by hand.
 */

import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { program, ROOT, TARGET, until } from "../browser/harness.mjs";

const SAMPLE = `${ROOT}www/wechat/miniprogram/`;
const require = createRequire(import.meta.url);

const { window } = new JSDOM("<body></body>", { url: "https://mini-program.test/", pretendToBeVisual: true });
for (const name of ["window", "document", "navigator", "Element", "Node", "Event", "CustomEvent", "TouchEvent", "HTMLElement", "Text"]) {
  Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true, writable: true });
}
const simulate = require("miniprogram-simulate");

/** The notice that `countersign build` writes for the demo with `[wechat]`. */
export const NOTICE = (() => {
  mkdirSync(join(TARGET, "scenarios"), { recursive: true });
  const folder = mkdtempSync(join(TARGET, "scenarios/kit-notice-"));
  for (const name of ["site.toml", "policy"]) cpSync(join(ROOT, "www/demo", name), join(folder, name), { recursive: true });
  appendFileSync(join(folder, "site.toml"), '\n[wechat]\nhandover = "/v1/handover"\n');
  execFileSync(program("countersign"), ["build", join(folder, "site.toml"), "-o", join(folder, "dist"), "--assets", join(TARGET, "web")], { stdio: ["ignore", "ignore", "inherit"] });
  const notice = JSON.parse(readFileSync(join(folder, "dist/mini-program.json"), "utf8"));
  rmSync(folder, { recursive: true });
  return notice;
})();

/** The words of a language. */
export const words = (lang = "en") => NOTICE.languages.find((language) => language.lang === lang).words;

/** What WeChat calls the guide. */
export const GUIDE = "Layang Express Privacy Guide";

const REFUSED = { errMsg: "getLocation:fail privacy permission is not authorized", errno: 104 };

/** WeChat: what a person has answered it, and who listens. */
function weChat({ storage, answers, full }) {
  let listener;
  const seen = { exposed: 0, opened: [], pressed: "", told: [], locations: 0 };
  const guard = (pass, fail) => {
    if (answers.agreed) return pass();
    if (!listener) return fail(REFUSED);
    listener((answer) => {
      if (answer.event === "exposureAuthorization") seen.exposed += 1;
      if (answer.event === "disagree") fail(REFUSED);
      if (answer.event !== "agree") return;
      if (answer.buttonId !== seen.pressed) return fail({ errMsg: "getLocation:fail the button was not pressed" });
      answers.agreed = true;
      pass();
    }, { referrer: "getLocation" });
  };
  const permitted = (scope, { success, fail }, value) => {
    answers.scopes[scope] ??= answers.allows;
    return answers.scopes[scope] ? success(value) : fail({ errMsg: "getLocation:fail auth deny", errno: 103 });
  };
  const wx = {
    getStorageSync: (key) => storage.get(key) ?? "",
    setStorageSync: (key, value) => {
      if (full) throw new Error("setStorageSync:fail exceed storage max size");
      storage.set(key, structuredClone(value));
    },
    getAppBaseInfo: () => ({ language: answers.language }),
    getPrivacySetting: ({ success, fail }) =>
      answers.silent ? fail({ errMsg: "getPrivacySetting:fail" }) : success({ needAuthorization: !answers.agreed, privacyContractName: GUIDE }),
    openPrivacyContract: ({ success, fail }) => (answers.lost ? fail({ errMsg: "openPrivacyContract:fail" }) : success({})),
    requirePrivacyAuthorize: ({ success, fail }) => guard(() => success({}), fail),
    onNeedPrivacyAuthorization: (ask) => (listener = ask),
    getSetting: ({ success }) => success({ authSetting: answers.scopes }),
    getLocation: (options) => {
      seen.locations += 1;
      if (answers.undeclared) return options.fail({ errMsg: "getLocation:fail api scope is not declared in the privacy agreement", errno: 112 });
      guard(() => permitted("scope.userLocation", options, { latitude: 3.139, longitude: 101.6869 }), options.fail);
    },
    navigateTo: ({ url }) => seen.opened.push(url),
    request: ({ url, method, data, header, success, fail }) => {
      const answer = answers.serve(method, url, data === undefined ? undefined : JSON.parse(JSON.stringify(data)), header);
      queueMicrotask(() => (answer ? success({ statusCode: answer[0], data: answer[1] }) : fail({ errMsg: "request:fail" })));
    },
  };
  return { wx, seen };
}

/**
 * Starts the mini program. `answers` is what the person has told WeChat, and goes on being read: `agreed` to the guide, `scopes`, `allows`
 * the next permission, `lost` and `silent` for a WeChat that fails, `serve(method, url, body, header)` for the network.
 */
export function started({ answers = {}, storage = new Map(), full = false, without = [], config = {} } = {}) {
  const person = Object.assign(answers, { agreed: false, scopes: {}, allows: true, language: "en", ...answers });
  person.serve ??= (_method, url) => (url === `https://layang.example/countersign/mini-program.json` ? [200, NOTICE] : undefined);
  const { wx, seen } = weChat({ storage, answers: person, full });
  for (const name of without) delete wx[name];
  globalThis.wx = wx;
  for (const path of Object.keys(require.cache).filter((path) => path.startsWith(SAMPLE))) delete require.cache[path];
  const kit = (name) => require(`${SAMPLE}countersign/${name}.js`);
  Object.assign(kit("config"), config);
  globalThis.App = (app) => app.onLaunch();
  require(`${SAMPLE}app.js`);
  const pages = [];
  const show = (path, query) => {
    const page = simulate.render(simulate.load(`${SAMPLE}${path}`, `cs-${path.replace(/\W+/g, "-")}`, { compiler: "official", rootPath: SAMPLE }));
    page.attach(document.body);
    pages.push(page);
    page.instance.onLoad?.(query ?? {});
    return page;
  };
  /** A person's finger on an element of a page; WeChat notes which button it was. */
  const press = async (page, selector, event = "tap") => {
    seen.pressed = selector.replace("#", "");
    page.querySelector(selector).dispatchEvent(event);
    await new Promise((done) => setTimeout(done, 0));
  };
  const end = () => pages.splice(0).forEach((page) => page.detach());
  return { answers: person, storage, seen, kit, show, press, end };
}

/** What an element shows, white space folded. */
export const text = (element) => (element?.dom.textContent ?? "").replace(/\s+/g, " ").trim();

export { until };
