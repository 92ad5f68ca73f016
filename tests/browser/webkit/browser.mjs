/**
 * WebKitGTK with the face of Playwright's browsers, which knows no WebKit but its own.
 *
 * Enters: nothing. Leaves: `launch()`. What the face covers is what the scenarios use; a call that is missing is a TypeError.
 * Deliberately absent: options of a command line; the ones for Chromium mean nothing here.
 */

import { Context } from "./context.mjs";
import { screen } from "../../leaks/drivers/webdriver.mjs";

/** Starts a screen; each context starts its own browser on it. */
export async function launch() {
  const { display, stop } = await screen("1600x1400");
  const contexts = new Set();
  return {
    contexts: () => [...contexts],
    async newContext(options = {}) {
      const context = await Context.create(display, options);
      contexts.add(context);
      const { close } = context;
      context.close = async () => {
        if (contexts.delete(context)) await close.call(context);
      };
      return context;
    },
    async newPage(options) {
      return (await this.newContext(options)).newPage();
    },
    async close() {
      await Promise.all([...contexts].map((context) => context.close()));
      stop();
    },
  };
}
