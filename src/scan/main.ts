/**
 * The scan: a script for the site's developer, which no visitor needs. In: a page as it runs. Out: `countersign.scan()`, a promise of a
 * report, and the report on the console once the page has loaded. Absent: any request, any storage, and anything sent to anybody.
 */
import { advice, rows } from "./advise";
import { findings } from "./judge";
import type { ScanReport } from "./report";
import { watch } from "./seen";

/** How long the first report waits for what comes late; milliseconds. */
const LATE = 3000;

const seen = watch();

/** Looks now, and says what `site.toml` covers and what it does not. */
async function scan(): Promise<ScanReport> {
  await seen.look();
  const found = findings(seen.names, seen.addresses.values());
  const undeclared = found.filter(({ purpose }) => purpose === undefined).map((one) => ({ ...one, advice: advice(one) }));
  return { declared: found.filter(({ purpose }) => purpose !== undefined), undeclared, toml: rows(undeclared) };
}

async function print(): Promise<void> {
  const { declared, undeclared, toml } = await scan();
  console.info(`CS-SCAN: ${declared.length} declared, ${undeclared.length} not declared in site.toml`);
  if (declared[0]) console.table(declared);
  if (!undeclared[0]) return;
  console.table(undeclared);
  console.info(`CS-SCAN: rows for site.toml; name each in the purpose that it serves\n\n${toml}`);
}

/** The loader may come later, and brings an object of its own. */
function offer(): void {
  const page = window as { countersign?: object };
  if (page.countersign && !Array.isArray(page.countersign)) Object.assign(page.countersign, { scan });
  else if (document.readyState === "complete") page.countersign = { scan };
}

function start(): void {
  offer();
  setTimeout(() => void print(), LATE);
}

offer();
if (document.readyState === "complete") start();
else addEventListener("load", start);
