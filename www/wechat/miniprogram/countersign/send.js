/**
 * Plain choices to the mini program's own server, each until it has them.
 *
 * In: choices. Out: `POST <server>/choices`, one choice as JSON; any 2xx has taken it. A choice stays in the storage until then, whatever
 * breaks. Deliberately absent: receipts. The server answers for a person whom it knows, or the web page makes the receipt.
 */

const config = require("./config");
const { tell } = require("./request");
const store = require("./store");

const KEY = "countersign.waiting";

/** @typedef {import("./types").Choice} Choice */

/** @returns {Choice[]} */
const waiting = () => store.read(KEY) ?? [];

/** An id that makes a repeat known to the server; no secret. @param {number} at */
function newId(at) {
  const random = () => Math.floor(Math.random() * 0x100000000).toString(16).padStart(8, "0");
  return `${at.toString(16)}-${random()}${random()}`;
}

/** @param {Choice} choice */
function queue(choice) {
  if (!config.server) return;
  store.write(KEY, [...waiting(), choice]);
  flush();
}

/** @type {Promise<boolean> | undefined} */
let sending;

/** Sends what waits, first ones first. @returns {Promise<boolean>} Whether nothing waits any more. */
function flush() {
  sending ??= all().finally(() => {
    sending = undefined;
  });
  return sending;
}

/** @returns {Promise<boolean>} */
async function all() {
  for (let next = waiting()[0]; next; next = waiting()[0]) {
    const { status } = await tell("/choices", next);
    const later = status === 0 || status >= 500 || [401, 403, 404, 408, 425, 429].includes(status);
    if (later) return false;
    if (status >= 300) console.error("CS-CHOICE", `the server refused the choice ${next.id} with ${status}`);
    const { id } = next;
    store.write(KEY, waiting().filter((choice) => choice.id !== id));
  }
  return true;
}

module.exports = { flush, newId, queue, waiting };
