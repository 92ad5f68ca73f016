/**
 * The table that `countersign build` writes into the part in place of the identifier `__CS_WECHAT__` (formats.md section 10.5). Absent
 * here: any default.
 */

/** The table of `crates/cli/src/dist/wechat.rs`. */
export interface WechatTable {
  /** The site's id, to which codes are bound. */
  s: string;
  /** Where codes are made, and below it redeemed; empty: there are none. */
  h: string;
  /** What the code is called in the address. */
  c: string;
  /** The mini program's page that takes the answer; empty: the one before. */
  p: string;
  /** Ids of the purposes that a hand-over may open. */
  g: string[];
}

declare const __CS_WECHAT__: WechatTable;

/** What Rust compiled for this site. */
export const table = __CS_WECHAT__;
