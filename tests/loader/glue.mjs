/**
 * Stands in for the module that the build makes from the Rust side: fetches the `.wasm` file, or is the fallback itself where it is given
 * none, and writes down in `window.fake.calls` what the ports call. Absent: any wasm.
 */
const fake = (window.fake = { calls: [] });
const note = (...values) => void fake.calls.push(values.join(" ").trim());

export default async function init({ module_or_path } = {}) {
  if (!module_or_path) return note("init fallback");
  const answer = await fetch(module_or_path);
  if (!answer.ok) throw new Error(`${answer.status}`);
  note("init", module_or_path.split("/").pop());
}

export function boot(host, ports) {
  Object.assign(fake, { host, ports });
  note("boot");
}

export const sync = () => note("sync");
export const digest = () => "";
/** No receipt of these pages is ever due. */
export const is_due = () => false;
export const deliver = () => -1;
