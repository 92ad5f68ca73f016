/**
 * The loader: keeps optional content shut, shows layer 1 or the small button, carries choices out before any wasm is there.
 * In: the tables that Rust compiled, the stored state, the browser's signal. Absent: consent rules; what a page view starts with is
 * looked up in the outcome table (formats.md section 5.1). Whatever fails here leaves every gate shut.
 */
import { api } from "./api";
import { follow, listen, mirror } from "./apply";
import { clearDue } from "./gate-module";
import { startParts } from "parts";
import { report } from "./report";
import { storage } from "./storage";
import { dress } from "./style";
import { sealLater } from "./widget";

function start(): void {
  if ((document as { prerendering?: boolean }).prerendering) return addEventListener("prerenderingchange", start, true);
  dress();
  follow("countersign:ready");
  listen();
  // Nobody waits for what earlier page views left.
  setTimeout(() => {
    mirror();
    if (storage("cs.outbox")) sealLater();
    clearDue();
  }, 3000);
}

try {
  const queue = window.countersign || [];
  if (Array.isArray(queue)) {
    window.countersign = api;
    startParts();
    start();
    queue.forEach(api.push);
  }
} catch (cause) {
  report("CS-START", cause);
}
