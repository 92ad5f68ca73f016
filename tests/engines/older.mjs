/**
 * Makes the browser that is there as old as another: a script that takes away every global and every member which that one lacks, and puts in
 * the place of `<dialog>` and of WebAssembly what it has of them.
 *
 * Enters: the name of an engine of `compat.mjs`. Leaves: the text of a script that has to run before every other. Absent: syntax, style, and what
 * a feature of the same name did differently then.
 */
import { newerThan } from "./compat.mjs";

/** Takes names away from their owners. Runs on the page. */
function take(lost, lacksDialog, lacksBulkMemory) {
  for (const [owner, name, place] of lost) {
    const of = owner && owner !== "Window" ? self[owner] : self;
    const prototype = of === self ? Window.prototype : of && of.prototype;
    const places = of === self || place === "either" ? [of, prototype] : [place === "static" ? of : prototype];
    for (const one of places) if (one && Object.getOwnPropertyDescriptor(one, name)) delete one[name];
  }
  if (lacksDialog) {
    const native = Document.prototype.createElement;
    // A name that means nothing makes what the name `dialog` makes in a browser that does not know it.
    Document.prototype.createElement = function (name, ...more) {
      return native.call(this, name === "dialog" ? "dialogue" : name, ...more);
    };
  }
  if (lacksBulkMemory) {
    const refuse = () => Promise.reject(new WebAssembly.CompileError("invalid opcode 252"));
    Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse, validate: () => false });
  }
}

/** Safari 13 has neither of them, Firefox 78 lacks `<dialog>` and got bulk memory one version later. */
const LACKS = { chrome: [false, false], safari: [true, true], firefox: [true, true] };

/** The script. */
export function olderThan(browser) {
  // The harness waits for idle moments and hands values over, which the product does not.
  const lost = newerThan(browser).filter(([, name]) => !["requestIdleCallback", "BigInt64Array", "BigUint64Array", "BigInt"].includes(name));
  return `(${take})(${JSON.stringify(lost)}, ...${JSON.stringify(LACKS[browser])});`;
}
