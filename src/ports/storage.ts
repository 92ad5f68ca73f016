/**
 * The browser's store of receipts. IndexedDB, database `countersign`: `meta` holds key and head, `receipts` the rows by id. A receipt and
 * the new head go in one transaction: a crash leaves both or neither, and an entry that is still pending is sealed again under its id.
 *
 * What IndexedDB does not take (refused, full, broken) goes into localStorage, each row under its own key `cs.row.<id>`, and what that does
 * not take stays in memory. Whoever opens IndexedDB next brings the rows home. `localStorage["cs.head"]` follows every head, so that a
 * chain goes on, or is named by the next, where one of the two stores is lost.
 */
import { storage } from "../loader/storage";
import type { Row } from "./ports";

const ROW = "cs.row.";
const HEAD = "cs.head";

/** Rows that this page wrote: shown where no store has them, and put back where the database is taken away under it. */
const written = new Map<string, Row>();
/** Rows that no store has: their entries must wait until a backend has them. */
const volatile = new Set<string>();
let head: string | undefined;
let opening: Promise<IDBDatabase> | undefined;
/** Fails once the database has been awaited for long enough. */
let late: Promise<never>;
/** Transactions under way, that of an upgrade too. */
const running = new Set<IDBTransaction>();
/** Whether the page is on its way out, or kept by the browser for the way back. */
let left = false;

/** How long a database may take to open before it counts as broken: a page that WebKit keeps may hold it until the browser ends. Milliseconds. */
const PATIENCE = 10_000;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const parse = (text: string | null | undefined): any => {
  try {
    return JSON.parse(text!) || {};
  } catch {
    return {};
  }
};

/** Rows in localStorage. */
function aside(): Row[] {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(ROW) ? parse(localStorage[key]) : [])).filter(({ id }) => id);
  } catch {
    return [];
  }
}

/** The head that counts: the database's, unless localStorage knows of a later one of the same chain, or of any where it has none. */
function latest(kept?: string): string | undefined {
  const noted = storage(HEAD) || head;
  const [mine, other] = [parse(kept), parse(noted)];
  return noted && (!kept || (mine.rec === other.rec && other.seq > mine.seq)) ? noted : kept;
}

/** Remembers a transaction until it has ended. */
function watch(transaction: IDBTransaction): void {
  running.add(transaction);
  for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => running.delete(transaction));
}

type Work<T> = (meta: IDBObjectStore, receipts: IDBObjectStore) => Promise<T>;

async function within<T>(database: IDBDatabase, mode: IDBTransactionMode, work: Work<T>): Promise<T> {
  const transaction = database.transaction(["meta", "receipts"], mode);
  watch(transaction);
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  ended.catch(() => {});
  const result = await work(transaction.objectStore("meta"), transaction.objectStore("receipts"));
  if (mode === "readwrite") await ended;
  return result;
}

/** Opens the database and brings home what stands aside: a row there is newer than the same here. */
async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open("countersign", 1);
  request.onupgradeneeded = () => {
    watch(request.transaction!);
    ["meta", "receipts"].forEach((name) => request.result.createObjectStore(name));
  };
  const database = await done(request);
  database.onversionchange = database.onclose = () => {
    opening = undefined;
    database.close();
  };
  const rows = aside();
  if (rows[0] || written.size)
    await within(database, "readwrite", async (_, receipts) => {
      for (const row of rows) receipts.put(row, row.id);
      const known = await done(receipts.getAllKeys());
      for (const [id, row] of written) if (!known.includes(id)) receipts.put(row, id);
    }).then(() => {
      rows.forEach(({ id }) => storage(ROW + id, ""));
      volatile.clear();
    }, () => {});
  return database;
}

/** The connection; where there is none, whoever asks next tries again, and has it at once when it came late. */
const connect = async (): Promise<IDBDatabase> => {
  if (left) throw new Error("the page was left");
  if (!opening) {
    opening = open().catch((cause) => {
      opening = undefined;
      throw cause;
    });
    late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("IndexedDB does not answer")));
    late.catch(() => {});
  }
  return Promise.race([opening, late]);
};

// WebKit keeps a page that was left as it is, and while that has a connection, or anything under way, no later page can write.
addEventListener("pagehide", ({ persisted }) => {
  left = true;
  if (persisted)
    for (const transaction of running)
      try {
        transaction.abort();
      } catch {} // it has just ended
  opening?.then((database) => database.close(), () => {});
  opening = undefined;
});
addEventListener("pageshow", () => (left = false));

/** Works on the database, opened anew where it was taken away; fails where it cannot be had. */
async function on<T>(mode: IDBTransactionMode, work: Work<T>): Promise<T> {
  try {
    return await within(await connect(), mode, work);
  } catch (cause) {
    if ((cause as Error | null)?.name !== "InvalidStateError") throw cause;
    opening = undefined;
    return within(await connect(), mode, work);
  }
}

/** Keeps a row outside the database. */
function setAside(row: Row): void {
  const text = JSON.stringify(row);
  storage(ROW + row.id, text) === text || row.posting !== "queued" ? volatile.delete(row.id) : volatile.add(row.id);
}

/** Whether only this page has the row. */
export const isVolatile = (id: string): boolean => volatile.has(id);

/** A value of `meta`. */
export const get = (name: string): Promise<any> => on("readonly", (meta) => done(meta.get(name))).catch(() => undefined);

/** Writes a value of `meta`; whether it was taken. */
export const put = (name: string, value: unknown): Promise<boolean> =>
  on("readwrite", async (meta) => void meta.put(value, name)).then(() => true, () => false);

/** The head of the chain. */
export const readHead = async (): Promise<string | undefined> => latest(await get("head"));

/** Adds a receipt and moves the head from `before`, at once or not at all; whether a receipt with this id is there now. */
export async function append(row: Row, before: string | undefined, after: string): Promise<boolean> {
  if (written.has(row.id)) return true;
  let known = false;
  const moved = await on("readwrite", async (meta, receipts) => {
    known = !!(await done(receipts.getKey(row.id)));
    if (known || latest(await done(meta.get("head"))) !== before) return false;
    receipts.add(row, row.id);
    meta.put(after, "head");
    return true;
  }).catch(async () => {
    known = aside().some(({ id }) => id === row.id);
    if (known || (await readHead()) !== before) return false;
    setAside(row);
    return true;
  });
  if (moved) {
    written.set(row.id, row);
    storage(HEAD, (head = after));
  }
  return moved || known;
}

/** Writes a row that changed. */
export async function update(row: Row): Promise<void> {
  written.set(row.id, row);
  await on("readwrite", async (_, receipts) => void receipts.put(row, row.id)).then(() => {
    storage(ROW + row.id, "");
    volatile.delete(row.id);
  }, () => setAside(row));
}

/** Every receipt in the order in which it was made. */
export async function rows(): Promise<Row[]> {
  const kept = await on("readonly", (_, receipts) => done<Row[]>(receipts.getAll())).catch(() => []);
  const all = new Map([...written.values(), ...kept, ...aside()].map((row) => [row.id, row]));
  for (const id of volatile) all.set(id, written.get(id)!);
  return [...all.values()].sort((a, b) => a.seq - b.seq);
}
