/**
 * A sealed receipt as the store keeps it: beside the JWS what the list and the sender need of it, read from its own claims, and that no
 * backend has it yet. `crates/verify-page/src/list.rs` reads it (formats.md section 6.1).
 */
import type { Row } from "./ports";

/** The row of a receipt; `seq` is its place among all receipts of this browser, whatever their chain. */
export function rowOf(jws: string, seq: number): Row {
  const payload = atob(jws.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/"));
  const { rid, iat, kind, sub, p = [] } = JSON.parse(new TextDecoder().decode(Uint8Array.from(payload, (letter) => letter.charCodeAt(0))));
  const open: string[] = p.flatMap(({ id, st }: { id: string; st: string }) => (st === "given" ? id : []));
  return { id: rid, seq, at: iat, kind, open, sub, jws, posting: "queued", posts: [] };
}
