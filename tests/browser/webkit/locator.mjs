/**
 * A locator: what Playwright's does, on a document or on a frame in it.
 *
 * Enters: a page, a selector, and the selector of a frame where there is one. Leaves: `Locator`.
 * Everything that acts waits until its element is there, visible, still, enabled and uncovered, as Playwright does, by Playwright's own code.
 * Deliberately absent: what no scenario uses.
 */

import { byLabel, byRole, byText, filters } from "./selectors.mjs";

/** Whether an element can be clicked now: answers the point, or why not. Runs in the page. */
const clickable = async (element, force, injected) => {
  const missing = await injected.checkElementStates(element, ["visible", "enabled", "stable"], true);
  if (missing) return { why: missing.missingState ? `not ${missing.missingState}` : missing };
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const box = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
  if (!box) return { why: "without a box" };
  const inside = (low, high, end) => Math.floor((Math.max(low, 0) + Math.min(high, end)) / 2);
  const point = { x: inside(box.left, box.right, innerWidth), y: inside(box.top, box.bottom, innerHeight) };
  const hit = injected.expectHitTarget(point, element);
  return hit === "done" ? { point } : { why: `covered by ${hit.hitTargetDescription}` };
};

export class Locator {
  constructor(page, selector, frame) {
    Object.assign(this, { page_: page, selector, frame });
  }

  page = () => this.page_;
  toString = () => `locator(${this.selector})`;
  child = (...parts) => new Locator(this.page_, [this.selector, ...parts].join(" >> "), this.frame);
  locator = (selector, options) => this.child(typeof selector === "string" ? selector : `internal:chain=${JSON.stringify(selector.selector)}`, ...filters(options));
  filter = (options) => this.child(...filters(options));
  first = () => this.child("nth=0");
  last = () => this.child("nth=-1");
  nth = (index) => this.child(`nth=${index}`);
  and = (other) => this.child(`internal:and=${JSON.stringify(other.selector)}`);
  or = (other) => this.child(`internal:or=${JSON.stringify(other.selector)}`);
  getByRole = (role, options) => this.child(byRole(role, options));
  getByLabel = (text, options) => this.child(byLabel(text, options));
  getByText = (text, options) => this.child(byText(text, options));

  run = (mode, work, arg, options) => this.page_.run(work, { mode, selector: this.selector, arg }, { frame: this.frame, ...options });
  one = (work, arg, options) => this.run("one", work, arg, options);
  /** Does something to an element until it answers `done`, which a control that is not ready yet does not. */
  do = (work, arg, { timeout } = {}) => this.page_.until(`${this}`, () => this.one(work, arg, { timeout }), (said) => said === "done" || Array.isArray(said), timeout);

  evaluate = (work, arg) => this.one(work, arg);
  evaluateAll = (work, arg) => this.run("all", work, arg);
  count = () => this.run("all", (all) => all.length);
  all = async () => Array.from({ length: await this.count() }, (_, index) => this.nth(index));
  textContent = () => this.one((element) => element.textContent);
  innerText = () => this.one((element) => element.innerText);
  innerHTML = () => this.one((element) => element.innerHTML);
  inputValue = () => this.one((element) => element.value);
  getAttribute = (name) => this.one((element, name) => element.getAttribute(name), name);
  allTextContents = () => this.run("all", (all) => all.map((element) => element.textContent ?? ""));
  allInnerTexts = () => this.run("all", (all) => all.map((element) => element.innerText));
  isChecked = () => this.is("checked");
  isDisabled = () => this.is("disabled");
  isEnabled = () => this.is("enabled");
  is = (state) => this.one((element, state, injected) => injected.elementState(element, state, true).matches, state);
  isVisible = async () => (await this.one((element, _, injected) => injected.elementState(element, "visible", true).matches, null, { now: true })) === true;
  isHidden = async () => !(await this.isVisible());
  dispatchEvent = (type, init) => this.one((element, { type, init }, injected) => void injected.dispatchEvent(element, type, init), { type, init: init ?? {} });
  scrollIntoViewIfNeeded = () => this.one((element) => element.scrollIntoView({ block: "nearest", behavior: "instant" }));
  focus = () => this.do((element, _, injected) => injected.focusNode(element));
  selectOption = (option) => this.do((element, options, injected) => injected.selectOptions(element, options), [option].flat().map((one) => (typeof one === "string" ? { valueOrLabel: one } : one)));

  /** `attached`, `visible`, `hidden` or `detached`. */
  waitFor({ state = "visible", timeout } = {}) {
    const gone = state === "hidden" || state === "detached";
    const seen = (element, _, injected) => injected.elementState(element, "visible", true).matches;
    const read = () => this.one(state === "attached" || state === "detached" ? () => true : seen, null, { now: true });
    return this.page_.until(`${this} ${state}`, read, (value) => (value === true) !== gone, timeout);
  }

  async point(options) {
    const { point } = await this.page_.until(`${this} can be clicked`, () => this.one(clickable, null, options), (found) => found.point, options?.timeout);
    return point;
  }

  async click(options = {}) {
    const point = await this.point(options);
    await this.page_.mouse.click(point.x, point.y);
  }

  async hover(options) {
    const point = await this.point(options);
    await this.page_.mouse.move(point.x, point.y);
  }

  async setChecked(wanted, options) {
    if ((await this.isChecked()) === wanted) return;
    await this.click(options);
    await this.page_.until(`${this} is ${wanted ? "on" : "off"}`, () => this.isChecked(), (is) => is === wanted);
  }

  check = (options) => this.setChecked(true, options);
  uncheck = (options) => this.setChecked(false, options);

  async fill(text) {
    await this.page_.until(`${this} can be filled`, () => this.one((element, text, injected) => {
      const { matches, received } = injected.elementState(element, "editable", true);
      const said = matches ? injected.fill(element, text) : received;
      // "needsinput" means that the old text is selected now, and the new one has to be written over it.
      if (said !== "needsinput") return said;
      return document.execCommand(text ? "insertText" : "delete", false, text) ? "done" : "not taken";
    }, text), (said) => said === "done");
  }

  async press(key) {
    await this.focus();
    await this.page_.keyboard.press(key);
  }

  async type(text) {
    await this.focus();
    await this.page_.keyboard.type(text);
  }

  async setInputFiles(files) {
    const payloads = [files].flat().map(({ name, mimeType, buffer }) => ({ name, mimeType, buffer: buffer.toString("base64") }));
    await this.one((element, payloads, injected) => injected.setInputFiles(element, payloads), payloads);
  }
}

/** A frame in a page, by the selector of its element. */
export class FrameLocator {
  constructor(page, frame) {
    Object.assign(this, { page, frame });
  }

  locator = (selector, options) => new Locator(this.page, [selector, ...filters(options)].join(" >> "), this.frame);
  getByRole = (role, options) => this.locator(byRole(role, options));
  getByText = (text, options) => this.locator(byText(text, options));
}
