/** The module that wasm-bindgen makes from `src/lib.rs`, as far as the ports use it. */
import type { Host } from "../loader/host";
import type { Actions, Ports } from "./ports";

export default function init(options: { module_or_path: string }): Promise<unknown>;
export function boot(host: Host, ports: Ports): void;
export const open: Actions["open"];
export const act: Actions["act"];
export const close: Actions["close"];
export const change_locale: Actions["change_locale"];
export const sync: Actions["sync"];
