/**
 * The browser's store of receipts. IndexedDB, database `countersign`: `meta` holds the key and the head, `receipts` the rows by id. Where
 * IndexedDB is refused, memory mirrored into localStorage. A receipt and the new head go in one transaction: a crash leaves both or
 * neither, and an entry that is still pending is sealed again under the same id.
 */
import type { Row } from "./ports";

/** A place for receipts. */
export interface Store {
  /** A value of `meta`. */
  get(name: string): Promise<unknown>;
  /** Writes a value of `meta`; whether it was taken. */
  put(name: string, value: unknown): Promise<boolean>;
  append(row: Row, before: string | undefined, after: string): Promise<boolean>;
  update(row: Row): Promise<boolean>;
  rows(): Promise<Row[]>;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction: IDBTransaction): Promise<boolean> =>
  new Promise((resolve) => {
    transaction.oncomplete = () => resolve(true);
    transaction.onerror = transaction.onabort = () => resolve(false);
  });

async function indexed(): Promise<Store> {
  const opening = indexedDB.open("countersign", 1);
  opening.onupgradeneeded = () => ["meta", "receipts"].forEach((name) => opening.result.createObjectStore(name));
  const database = await done(opening);
  const begin = (mode: IDBTransactionMode) => {
    const transaction = database.transaction(["meta", "receipts"], mode);
    return { transaction, meta: transaction.objectStore("meta"), receipts: transaction.objectStore("receipts") };
  };
  begin("readonly");
  return {
    get: (name) => done(begin("readonly").meta.get(name)),
    async put(name, value) {
      const { transaction, meta } = begin("readwrite");
      meta.put(value, name);
      return committed(transaction);
    },
    async append(row, before, after) {
      const { transaction, meta, receipts } = begin("readwrite");
      if ((await done(meta.get("head"))) !== before) return false;
      receipts.add(row, row.id);
      meta.put(after, "head");
      return committed(transaction);
    },
    async update(row) {
      const { transaction, receipts } = begin("readwrite");
      receipts.put(row, row.id);
      return committed(transaction);
    },
    rows: () => done<Row[]>(begin("readonly").receipts.getAll()),
  };
}

function fallback(): Store {
  const read = (name: string): string | null => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  let kept: Row[] = [];
  try {
    kept = JSON.parse(read("cs.rows") || "[]");
  } catch {
    // Somebody else wrote there: start anew, the pending entries are kept elsewhere.
  }
  let head = read("cs.head") || undefined;
  // A full or refused localStorage leaves the rows in memory: this page still sends them.
  const mirror = async (): Promise<boolean> => {
    try {
      localStorage.setItem("cs.rows", JSON.stringify(kept));
      localStorage.setItem("cs.head", head || "");
    } catch {}
    return true;
  };
  return {
    get: async (name) => (name === "head" ? head : undefined),
    put: async () => false,
    async append(row, before, after) {
      if (head !== before || kept.some((known) => known.id === row.id)) return false;
      kept.push(row);
      head = after;
      return mirror();
    },
    async update(row) {
      kept.splice(kept.findIndex((known) => known.id === row.id), 1, row);
      return mirror();
    },
    rows: async () => kept,
  };
}

let opened: Promise<Store> | undefined;

/** The best store that this browser lets us have. */
export const store = (): Promise<Store> => (opened ||= indexed().catch(fallback));

/** Every receipt in the order of the chain. */
export const rows = async (): Promise<Row[]> => (await (await store()).rows().catch(() => [])).sort((a, b) => a.seq - b.seq);
