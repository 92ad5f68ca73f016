/**
 * The one console line of a failure. In: a `CS-` code and the cause. Out: nothing; whatever failed stays shut.
 * Absent: any message to a server.
 */

/** Says what went wrong; `CS-START`, `CS-PART`, `CS-GATE`, `CS-CALLS`, `CS-CLEAR`, `CS-WIDGET` or `CS-UNTRUSTED`. */
export const report: (code: string, cause?: unknown) => void = console.error;
