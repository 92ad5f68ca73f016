/**
 * The clock of a context: Playwright's own, put into every document before its scripts.
 *
 * Enters: the source that `playwright-core` ships for its pages. Leaves: `Clock`, with what scenarios ask of Playwright's.
 * What was asked is told to later documents in the same order, with the moment at which it was, as Playwright does.
 * Deliberately absent: time that stands still.
 */

import { shipped } from "./engine.mjs";

const START = () => `if (!globalThis.__pwClock) {
  const module = {};
  ${shipped("clockSource")}
  globalThis.__pwClock = module.exports.inject()(globalThis, "webkit");
}`;

/** Milliseconds of "mm:ss" or "hh:mm:ss", or the number itself. */
const duration = (time) => (typeof time === "number" ? time : time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);

export class Clock {
  constructor(context) {
    this.context = context;
    this.scripts = [];
  }

  async tell(script, log = script) {
    this.scripts.push(log);
    for (const page of this.context.pages()) await page.evaluate(`(() => { ${script} })()`);
  }

  async order(name, ...values) {
    if (!this.scripts.length) await this.tell(START());
    const [controller, list] = ["globalThis.__pwClock.controller", values.map((value) => `, ${value}`).join("")];
    await this.tell(`${controller}.${name}(${values})`, `${controller}.log("${name}", ${Date.now()}${list})`);
  }

  install = ({ time = Date.now() } = {}) => this.order("install", Number(time));
  setSystemTime = (time) => this.order("setSystemTime", Number(time));
  fastForward = (time) => this.order("fastForward", duration(time));
  resume = () => this.order("resume");
}
