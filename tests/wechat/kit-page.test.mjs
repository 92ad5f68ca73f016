/**
 * The kit and a page together: one question in the mini program, its own server, the real receiver, and the page in Chromium.
 *
 * Enters: the kit's modules over a small `wx` with a real network; the demo's site with `[wechat]`. Leaves: one way there and back.
 * Deliberately absent: the kit's elements, which `kit.test.mjs` shows, and WeChat's library, which `page.test.mjs` has.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test, { after } from "node:test";
import { choices as serverOf } from "../../www/wechat/server.mjs";
import { courier, program, ROOT, TARGET, until } from "../browser/harness.mjs";

const KEY = "a-key-of-the-mini-programs-server";
const AGENT = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 MicroMessenger/8.0.58.2841(0x28003A3F) Language/en MiniProgramEnv/android miniProgram";

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const folder = mkdtempSync(join(TARGET, "scenarios/kit-"));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ["site.toml", "policy"]) cpSync(join(ROOT, "www/demo", name), join(folder, name), { recursive: true });
appendFileSync(join(folder, "site.toml"), '\n[wechat]\nhandover = "/v1/handover"\n');
const dist = join(folder, "dist");
execFileSync(program("countersign"), ["build", join(folder, "site.toml"), "-o", dist, "--assets", join(TARGET, "web")], { stdio: ["ignore", "ignore", "inherit"] });

const tools = courier({
  dist,
  front: true,
  config: ({ origin }) => `[[site]]\nid = "layang-express"\norigins = ["${origin}"]\napi_keys = ["${createHash("sha256").update(KEY).digest("base64url")}"]\n`,
});

/** What a page finds in a mini program. */
const library = () => {
  window.messages = [];
  window.__wxjs_environment = "miniprogram";
  window.wx = { miniProgram: { postMessage: ({ data }) => window.messages.push(data), getEnv: (tell) => tell({ miniprogram: true }) } };
};

/** The mini program's side of the network and of the storage. */
function weChat() {
  const storage = new Map();
  return {
    getStorageSync: (key) => storage.get(key) ?? "",
    setStorageSync: (key, value) => storage.set(key, value),
    request: ({ url, method, data, header, success, fail }) =>
      void fetch(url, { method, headers: header, body: JSON.stringify(data) })
        .then(async (answer) => success({ statusCode: answer.status, data: answer.status === 200 ? await answer.json() : "" }))
        .catch(fail),
  };
}

test("what the mini program asked opens on the page with a receipt, and what is taken back there is closed here", async () => {
  const { origin } = tools.courier;
  const kept = [];
  const server = serverOf({ receiver: origin, key: KEY, site: "layang-express", keep: async ({ id }) => void kept.push(id), known: () => true });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => (server.closeAllConnections(), server.close()));
  globalThis.wx = weChat();
  const kit = (name) => createRequire(import.meta.url)(join(ROOT, `www/wechat/miniprogram/countersign/${name}.js`));
  Object.assign(kit("config"), { origin, receiver: origin, server: `http://127.0.0.1:${server.address().port}`, notice: `${origin}/countersign/mini-program.json` });

  const notice = await kit("notice").load();
  const shown = kit("notice").language(notice, "en");
  const answers = { analytics: "granted", marketing: "refused", chat: "refused", maps: "refused" };
  const { choice } = kit("choices").save(notice, shown, answers, "save", 2);
  await until("its server has the choice", () => kept, ([id]) => id === choice.id);

  const { src } = await kit("handover").address(notice, "/track.html?q=1");
  const visitor = await tools.visitor({ userAgent: AGENT, init: library });
  const tab = await visitor.tab(src.slice(origin.length));
  await until("the hand-over opens", async () => (await tab.state()).open, (open) => open.join() === "analytics");
  const [{ claims }] = await tools.courier.receipts(1);
  assert.deepEqual([claims.how.control, claims.ntc.sha256, claims.p.map(({ st }) => st)], ["handover", shown.notice, ["given", "refused", "refused", "refused"]]);

  await tab.withdraw();
  const posted = () => tab.page.evaluate(() => window.messages);
  const messages = await until("the page has told it", posted, (all) => all.at(-1)?.purposes.analytics === "refused");
  kit("choices").takeOver(notice, shown, kit("handover").posted(notice, messages, true), "handover");
  assert.deepEqual([kit("choices").allowed(notice), kit("choices").asks(notice)], [[], false]);
  const [, withdrawal] = await tools.courier.receipts(2);
  assert.equal(withdrawal.claims.kind, "withdrawal");
  await visitor.leave();
});
