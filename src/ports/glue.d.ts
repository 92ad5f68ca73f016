/** The module that wasm-bindgen makes from `src/lib.rs`, as far as the ports use it. */
import type { Host } from "../loader/host";
import type { Ports } from "./ports";

export default function init(options: { module_or_path: string }): Promise<unknown>;
export function boot(host: Host, ports: Ports): void;
export function digest(text: string): string;
export function sync(): void;
export function deliver(code: number, after_secs: number, signed: boolean, tries: number, chance: number): number;
export function is_due(next_at_ms: number, now_ms: number): boolean;
