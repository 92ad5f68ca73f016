/**
 * Types of the kit, for `tsc`; nothing here runs.
 *
 * `Notice` is `mini-program.json` of a build (formats page, section 18).
 *
 * @typedef {"granted" | "refused"} Answer
 * @typedef {Record<string, Answer>} Answers Purposes that somebody has answered; one that is absent is undecided.
 *
 * @typedef {{ t: string, b?: boolean }} Run Words; `b` where they are bold because they are sensitive.
 * @typedef {{ label?: string, runs: Run[] }} Row
 * @typedef {{ id: string, kind: "core" | "switch" | "apart", title: string, rows: Row[] }} Purpose
 * @typedef {{
 *   lang: string, name: string | null, dir: string, notice: string, policy: string, who: string, accepts: boolean,
 *   banner: Row[], edition: Row[], contact: Row[], purposes: Purpose[], words: Record<string, string>
 * }} Language
 * @typedef {{
 *   v: string, site: string, id: string, version: string, material: string, days: number, origin: string | null, languages: Language[]
 * }} Notice
 *
 * @typedef {{
 *   v: "cs-choice/1", id: string, site: string, notice: string, version: string, material: string, lang: string,
 *   layer: 0 | 1 | 2, control: string, at: number, until: number, purposes: Answers
 * }} Choice What is kept in the mini program and sent to its server: a plain choice and no receipt.
 */

module.exports = {};
