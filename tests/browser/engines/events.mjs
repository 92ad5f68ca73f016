/**
 * What a stock Firefox tells otherwise than Playwright expects, set right on its way.
 *
 * Enters: the driver's commands, the browser's messages. Leaves: the messages that the driver gets instead. Deliberately absent: anything that
 * could make an answer other than it was.
 */

import { mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Notes of the browser's own, which its protocol calls errors of the page: clearing tries every parent domain, and the topmost is never taken;
 * a policy that refuses WebAssembly is asked by compiling eight bytes.
 */
const NOTE = /^Cookie “.*” has been rejected |^Content-Security-Policy: .* blocked WebAssembly /;

/** The events of one connection. */
export class Events {
  /** Navigations that began and have no page yet, by their tab. */
  begun = new Map();
  /** Tabs that were sent back or forward, by the number of the command. */
  sent = new Map();

  /** The command that the browser gets for a command. */
  command(command) {
    const { id, method, params } = command;
    if (method === "browsingContext.traverseHistory") this.sent.set(id, params.context);
    const { destinationFolder } = params.downloadBehavior ?? {};
    if (!destinationFolder) return command;
    // Files arrive in a folder below, which is empty then: where a name is taken, Firefox says another one than the page asked for.
    const below = join(destinationFolder, "arriving");
    mkdirSync(below, { recursive: true });
    return { id, method, params: { ...params, downloadBehavior: { ...params.downloadBehavior, destinationFolder: below } } };
  }

  /** The messages for a message. */
  message(message) {
    const { method, params } = message;
    if (method === "log.entryAdded" && params.type === "javascript" && NOTE.test(params.text)) return [];
    if (method === "browsingContext.downloadWillBegin" || method === "browsingContext.downloadEnd") return [this.named(message)];
    if (method === "browsingContext.navigationStarted") this.begun.set(params.context, params);
    if (/^browsingContext\.navigation(Committed|Failed|Aborted)$/.test(method)) this.begun.delete(params.context);
    return this.sent.has(message.id) ? [...this.restored(message), message] : [message];
  }

  /** A download with an identity: this Firefox gives none, so its address is one. A file that has arrived goes to where the driver looks for it. */
  named({ method, params, ...rest }) {
    if (params.filepath) renameSync(params.filepath, join(dirname(params.filepath), "..", basename(params.filepath)));
    return { ...rest, method, params: { download: params.url, ...params } };
  }

  /** A page that came out of the cache at a step in the history is there at once, and Firefox does not say so. */
  restored({ id }) {
    const tab = this.sent.get(id);
    const params = this.begun.get(tab);
    this.sent.delete(id);
    this.begun.delete(tab);
    const told = ["navigationCommitted", "domContentLoaded", "load"];
    return params ? told.map((name) => ({ type: "event", method: `browsingContext.${name}`, params })) : [];
  }
}
