/**
 * The hand-over between the mini program and its web pages, in both directions (formats page, section 8.9).
 *
 * In: a choice, a path, and what the page says. Out: the address of the `<web-view>`, and answers that the page gave.
 * A code works once and for five minutes. One that was made without an API key carries refusals only, so no link can grant anything.
 * What comes back from a page grants only where this mini program asked for it or has shown nothing but its own site, and only what was
 * said of this very notice.
 */

const choices = require("./choices");
const config = require("./config");
const { request, tell } = require("./request");
const send = require("./send");
const store = require("./store");

const HANDED = "countersign.handed";

/** What a code, and the id of a question, are called in an address. */
const names = () => ({ code: config.code, rid: `${config.code}-rid` });

/** @typedef {import("./types").Answers} Answers */
/** @typedef {import("./types").Notice} Notice */

/** Ids under which this start asked pages for an answer; the answer names it. @type {Set<string>} */
const asked = new Set();

/** Asks the next page for its answer: after the first choice there it comes back by itself. */
function ask() {
  const rid = send.newId(Date.now());
  asked.add(rid);
  return rid;
}

/**
 * A path of the site as part of an address: what could lead to another host, or smuggle a code in, is left out.
 * @param {string} wanted
 */
function path(wanted) {
  const [address] = wanted.split("#");
  const [before, query = ""] = address.split(/\?(.*)/s);
  const ours = Object.values(names());
  const rest = query.split("&").filter((pair) => pair && !ours.includes(decoded(pair).split("=")[0]));
  const clean = /^\/(?![/\\])[^\s\\]*$/.test(before) ? before : "/";
  // On iPhones a letter outside ASCII makes the page come out blank.
  const ascii = [clean, ...(rest.length > 0 ? [rest.join("&")] : [])].join("?");
  return ascii.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** A value of a page's address, which WeChat hands over encoded. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The address of a page with what was chosen here, once for each choice: whoever changes it on the page later is not overruled by it again.
 * @param {Notice | undefined} notice
 * @param {string} wanted
 * @param {string} [rid] What `ask` answered, where the page is to come back.
 * @returns {Promise<{ src: string, handed: string }>} `handed` is the choice that goes along; empty: none.
 */
async function address(notice, wanted, rid) {
  const choice = notice && choices.current(notice);
  const fresh = choice && choice.control !== "handover" && store.read(HANDED) !== choice.id ? choice : undefined;
  const code = fresh ? await codeFor(fresh) : "";
  const marks = [...(code ? [`${names().code}=${code}`] : []), ...(rid ? [`${names().rid}=${rid}`] : [])];
  return { src: [`${config.origin}${path(wanted)}`, ...(marks.length > 0 ? [marks.join("&")] : [])].join("#"), handed: code && fresh ? fresh.id : "" };
}

/** The page is there: its choice is not handed over again. @param {string} handed */
function arrived(handed) {
  if (handed) store.write(HANDED, handed);
}

/** @param {import("./types").Choice} choice @returns {Promise<string>} The code; empty where none could be had. */
async function codeFor(choice) {
  const refused = Object.fromEntries(Object.entries(choice.purposes).filter(([, answer]) => answer === "refused"));
  const { status, json } = config.server
    ? await tell("/codes", choice)
    : await request("POST", `${config.receiver}/v1/handover`, { site: config.site, notice: choice.notice, purposes: refused });
  return status === 200 && /^[\w-]{22,64}$/.test(json?.code) ? json.code : "";
}

/**
 * What a page brought back in its address: refusals, and grants under an id that was made here.
 * @param {Notice} notice
 * @param {Record<string, string | undefined>} query
 * @returns {Promise<Answers>}
 */
async function redeem(notice, query) {
  const { [names().code]: code = "", [names().rid]: rid = "" } = query;
  if (!/^[\w-]{22,64}$/.test(code)) return {};
  const { status, json } = await request("POST", `${config.receiver}/v1/handover/redeem`, { site: config.site, code });
  return status === 200 ? answers(notice, json, asked.has(rid)) : {};
}

/**
 * What pages posted, which comes all at once when the `<web-view>` is left: the last message of the site counts.
 * @param {Notice} notice
 * @param {unknown} messages `detail.data` of the event
 * @param {boolean} own Whether the `<web-view>` has shown pages of this site alone.
 * @returns {Answers}
 */
function posted(notice, messages, own) {
  const list = Array.isArray(messages) ? messages : [];
  const last = list.filter((message) => message?.countersign === 1 && message.site === config.site).pop();
  const known = !last?.rid || asked.has(last.rid);
  return answers(notice, last, own && known);
}

/**
 * @param {Notice} notice
 * @param {any} said `purposes`, and `notice`, the digest of what was shown.
 * @param {boolean} trusted Whether grants count.
 * @returns {Answers}
 */
function answers(notice, said, trusted) {
  const purposes = said?.purposes;
  const same = notice.languages.some((language) => language.notice === said?.notice);
  const entries = Object.entries(purposes && typeof purposes === "object" ? purposes : {});
  const known = entries.filter(([, answer]) => answer === "refused" || (trusted && same && answer === "granted"));
  return Object.fromEntries(/** @type {[string, import("./types").Answer][]} */ (known));
}

module.exports = { address, arrived, ask, decoded, path, posted, redeem };
