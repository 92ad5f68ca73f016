/**
 * Values as a page hands them to the browser: elements, text, objects that turn into text, and objects of Trusted Types. Absent: errors; where a
 * value cannot be text, the native function says so itself.
 */

const types = (window as { trustedTypes?: Record<string, (value: unknown) => boolean> }).trustedTypes;

const nodeType = Object.getOwnPropertyDescriptor(Node.prototype, "nodeType")!.get!;

/** Whether a receiver is an element, of whatever window. */
export function isElement(self: unknown): self is Element {
  try {
    return nodeType.call(self) === 1;
  } catch {
    return false;
  }
}

/** Whether the browser has Trusted Types at all. */
export const strict = !!types;

/** A value as text; the empty text where it cannot be one. */
export function text(value: unknown): string {
  try {
    return `${value}`;
  } catch {
    return "";
  }
}

/** Whether a page's Trusted Types policy has vouched for the value. */
export const vouched = (value: unknown): boolean => strict && ["HTML", "Script", "ScriptURL"].some((kind) => types!["is" + kind]!(value));

/** The value in a form that may be read twice: an object turns into text once, so that it cannot be another text the second time. */
export const settled = (value: unknown): unknown => (typeof value !== "object" || !value || vouched(value) ? value : text(value) || value);
