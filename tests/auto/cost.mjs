/**
 * What the guards cost a page that asks no known host: each job with and without them, one page after the other, as the median of their ratios.
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
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

test("cost", async () => {
  for (const [name, job] of Object.entries(JOBS)) {
    const [bare, guarded] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const times of [bare, guarded]) {
        const page = await tools.open("<main></main>", { plain: times === bare, open: "" });
        times.push(
          await page.evaluate(`(() => { const once = () => { const main = document.querySelector("main"), start = performance.now(); ${job} const time = performance.now() - start; main.textContent = ""; return time; }; once(); return Math.min(once(), once()); })()`),
        );
        await page.context().close();
      }
    }
    const ratio = median(bare.map((time, round) => guarded[round] / time));
    console.log(`${name}: ${median(bare).toFixed(1)} ms without, ${median(guarded).toFixed(1)} ms with guards, median ratio ${ratio.toFixed(2)}`);
  }
});
