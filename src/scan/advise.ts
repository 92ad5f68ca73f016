/**
 * What to write into `site.toml` for what it does not declare. In: findings. Out: a sentence for each, and the lines themselves. Absent:
 * the decision which purpose something serves; a program cannot know it.
 */
import type { Finding } from "./report";
import { tables } from "./tables";

const text = (value: string): string => JSON.stringify(value);

/** The id of a row for a service that the catalogue does not know: made of its host, or one for what has none. */
const rowOf = ({ vendor, kind, name }: Finding): string =>
  vendor || (kind === "host" ? name.replace(/^www\./, "").replace(/[^a-z0-9]+/g, "-").slice(0, 32).replace(/^-|-$/g, "") : "unnamed-storage");

const purposeOf = (category: string): string => (tables.p.includes(category) ? `the purpose ${text(category)}` : "the purpose that it serves");

/** One sentence. */
export function advice(finding: Finding): string {
  const known = tables.c.find(([id]) => id === finding.vendor);
  if (known) return `looks like ${known[1]}: add ${text(known[0])} to the vendors of ${purposeOf(known[2])}, and gate what brings it`;
  const what = finding.kind === "host" ? "a host" : "a name";
  return `${what} that the catalogue does not know: find out what brings it, then declare it in ${purposeOf("")} or take it out`;
}

/** A row `[[vendor]]` for each service. */
export function rows(undeclared: Finding[]): string {
  const services = new Map<string, Finding[]>();
  for (const one of undeclared) services.set(rowOf(one), [...(services.get(rowOf(one)) || []), one]);
  return [...services]
    .map(([id, found]) => {
      const known = tables.c.find((row) => row[0] === id);
      const lines = [`[[vendor]] # ${found.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`, `id = ${text(id)}`];
      const hosts = found.filter(({ kind }) => kind === "host").map(({ name }) => text(name));
      const stored = found.filter(({ kind }) => kind !== "host").map(({ kind, name }) => `{ name = ${text(name)}, kind = ${text(kind)} }`);
      if (!known && hosts[0]) lines.push(`hosts = [${hosts.join(", ")}]`);
      if (!known && stored[0]) lines.push(`storage = [${stored.join(", ")}]`);
      return lines.join("\n") + "\n";
    })
    .join("\n");
}
