/**
 * What the guards cost a page that asks no known host: each job with and without them, in turn, as a ratio of medians.
 * Run by hand: `node tests/auto/cost.mjs`. Absent: a limit; times depend on the machine, and `www/docs/gate.md` quotes the ratios.
 */
import { test } from "node:test";
import { harness } from "./harness.mjs";

const tools = harness();
const ROUNDS = 9;
const JOBS = {
  "100,000 times createElement, setAttribute, append": `for (let i = 0; i < 1e5; i++) { const e = document.createElement("p"); e.setAttribute("class", "a"); main.append(e); }`,
  "20,000 times innerHTML without addresses": `for (let i = 0; i < 2e4; i++) main.innerHTML = "<p class=a>text <b>bold</b></p><p>more</p>";`,
  "20,000 times an image's src, a free address": `for (let i = 0; i < 2e4; i++) { const e = document.createElement("img"); e.src = "data:,"; }`,
  "20,000 times cloneNode of a template": `const t = document.createElement("template"); t.innerHTML = "<p><i></i></p>"; for (let i = 0; i < 2e4; i++) main.append(t.content.cloneNode(true));`,
};
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

test("cost", async () => {
  for (const [name, job] of Object.entries(JOBS)) {
    const times = { with: [], without: [] };
    for (let round = 0; round < ROUNDS * 2; round++) {
      const plain = round % 2 === 1;
      const page = await tools.open("<main></main>", { plain, open: "" });
      const time = await page.evaluate(`(() => { const once = () => { const main = document.querySelector("main"), start = performance.now(); ${job} const time = performance.now() - start; main.textContent = ""; return time; }; once(); return once(); })()`);
      times[plain ? "without" : "with"].push(time);
      await page.context().close();
    }
    const [guarded, bare] = [median(times.with), median(times.without)];
    console.log(`${name}: ${bare.toFixed(1)} ms without, ${guarded.toFixed(1)} ms with guards, ratio ${(guarded / bare).toFixed(2)}`);
  }
});
