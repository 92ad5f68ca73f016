/**
 * Names of choices: a new UUID (RFC 9562) each time. In: nothing. Absent: any meaning, and anything about the visitor.
 */

/**
 * A new one. The File API ends every object's address with a new UUID, also in older web-views and on plain HTTP, which lack the quick way:
 * another process makes the address, and a click waits for it a tenth of its time.
 */
export function newId(): string {
  return crypto.randomUUID ? crypto.randomUUID() : URL.createObjectURL(new Blob()).slice(-36);
}
