/**
 * Choices in the mini program: what was answered, who is told, and how two answers become one.
 *
 * In: a notice and answers. Out: what is allowed. The order is that of the web pages: what closes is told first, then the choice is
 * written, then what opens is told, then it is sent. Nothing here is a receipt.
 */

const send = require("./send");
const store = require("./store");

const KEY = "countersign.choice";
const DAY_MS = 86400000;

/** @typedef {import("./types").Answers} Answers */
/** @typedef {import("./types").Choice} Choice */
/** @typedef {import("./types").Notice} Notice */

/** @type {Set<(allowed: string[]) => void>} */
const followers = new Set();

/**
 * The choice that holds for a notice; undefined where it has ended, or is about other facts.
 * @param {Notice} notice
 * @param {number} [now]
 * @returns {Choice | undefined}
 */
function current(notice, now = Date.now()) {
  const choice = store.read(KEY);
  const holds = choice?.v === "cs-choice/1" && choice.site === notice.site && choice.material === notice.material && now < choice.until;
  return holds ? choice : undefined;
}

/**
 * The purposes that are allowed; none before a choice.
 * @param {Notice} notice
 */
function allowed(notice) {
  const answers = current(notice)?.purposes ?? {};
  const known = notice.languages[0].purposes.filter(({ kind }) => kind !== "core");
  return known.map(({ id }) => id).filter((id) => answers[id] === "granted");
}

/**
 * Whether somebody still has to be asked: a purpose with a switch is undecided.
 * @param {Notice} notice
 */
function asks(notice) {
  const answers = current(notice)?.purposes ?? {};
  return notice.languages[0].purposes.some(({ id, kind }) => kind === "switch" && !answers[id]);
}

/**
 * Calls `follower` with the allowed purposes now and after each change; what closes is told before it is written, what opens after.
 * @param {Notice} notice
 * @param {(allowed: string[]) => void} follower
 * @returns {() => void} Ends that.
 */
function subscribe(notice, follower) {
  followers.add(follower);
  follower(allowed(notice));
  return () => followers.delete(follower);
}

/** @param {string[]} open */
function tell(open) {
  for (const follower of followers) {
    try {
      follower(open);
    } catch (error) {
      console.error("CS-GATE", error);
    }
  }
}

/**
 * Writes a choice.
 * @param {Notice} notice
 * @param {{ lang: string, notice: string }} shown The language that was shown.
 * @param {Answers} answers
 * @param {string} control `accept-all`, `refuse-all`, `save`, `handover` (answered on the web pages) or `platform` (refused in WeChat)
 * @param {0 | 1 | 2} layer
 * @param {number} [most] When it ends at the latest.
 * @returns {{ kept: boolean, choice: Choice }} Whether it outlives the mini program.
 */
function save(notice, shown, answers, control, layer, most = Infinity) {
  const at = Date.now();
  const before = allowed(notice);
  tell(before.filter((id) => answers[id] === "granted"));
  /** @type {Choice} */
  const choice = {
    v: "cs-choice/1",
    id: send.newId(at),
    site: notice.site,
    notice: shown.notice,
    version: notice.version,
    material: notice.material,
    lang: shown.lang,
    layer,
    control,
    at,
    until: Math.min(at + notice.days * DAY_MS, most),
    purposes: answers,
  };
  const kept = store.write(KEY, choice);
  tell(allowed(notice));
  // What the web pages said has its receipt already, made by the page.
  if (control !== "handover") send.queue(choice);
  return { kept, choice };
}

/**
 * Two answers as one, purpose by purpose: refused on either side is refused, granted by one and not refused is granted.
 * @param {Answers} one
 * @param {Answers} other
 * @returns {Answers}
 */
function stricter(one, other) {
  /** @type {Answers} */
  const both = {};
  for (const id of [...Object.keys(one), ...Object.keys(other)]) {
    both[id] = one[id] === "refused" || other[id] === "refused" ? "refused" : "granted";
  }
  return both;
}

/**
 * Takes over what was answered elsewhere about purposes of this notice.
 * @param {Notice} notice
 * @param {{ lang: string, notice: string }} shown
 * @param {Answers} answers
 * @param {"handover" | "platform"} control
 * @returns {boolean} Whether that changed anything.
 */
function takeOver(notice, shown, answers, control) {
  const before = current(notice);
  const own = before?.purposes ?? {};
  const known = notice.languages[0].purposes.filter(({ id, kind }) => kind !== "core" && (answers[id] === "granted" || answers[id] === "refused"));
  const both = stricter(own, Object.fromEntries(known.map(({ id }) => [id, answers[id]])));
  if (Object.keys(both).every((id) => both[id] === own[id])) return false;
  // What was answered here before ends when it would have ended.
  save(notice, shown, both, control, 0, before?.until);
  return true;
}

module.exports = { allowed, asks, current, save, stricter, subscribe, takeOver };
