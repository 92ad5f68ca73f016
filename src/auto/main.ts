/**
 * The part `auto`: automatic mode, for pages whose markup nobody has touched. It guards what asks for something before any other script
 * of the page runs, holds what the table names, and lets it through once its purposes are open. Active where the loader's script element
 * bears `data-cs-auto`; with the value `all`, hosts that nobody has named are held as well. What it can't stop: www/docs/gate.md.
 */
import type { PartHost, Told } from "../loader/host";
import { guardRealm } from "./realm";
import { release } from "./release";
import { readTable } from "./table";
import { connect, takeOpen } from "./wall";

/** Starts it, with everything shut. */
export default function auto(host: PartHost): Told | void {
  const { csAuto } = host.script.dataset;
  if (csAuto === undefined) return;
  connect(host);
  readTable(csAuto === "all", host.script.src);
  guardRealm(window);
  return (open, decided) => {
    takeOpen(open, decided);
    release();
  };
}
