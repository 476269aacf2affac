/**
 * Where unsent changes lie while they wait: in IndexedDB, which outlives the tab and the browser; in memory where
 * that is forbidden. Both shelves answer the same calls, in the order in which the changes were made.
 *
 * @import {Entry, Shelf} from "./types.js"
 */

const DATABASE = "benang-outbox";
const STORE = "changes";
const PATIENCE_MS = 3_000;

/** @returns {Promise<Shelf>} never refused */
export async function openShelf() {
  try {
    return new DiskShelf(await opened());
  } catch {
    return new MemoryShelf();
  }
}

/** @implements {Shelf} */
export class MemoryShelf {
  isSafe = false;
  /** @type {Map<number, Entry>} */
  #entries = new Map();
  #last = 0;

  /** @param {Entry} entry */
  async add(entry) {
    this.#entries.set(++this.#last, { ...entry, key: this.#last });
    return this.#last;
  }

  /** @param {Entry} entry */
  async put(entry) {
    this.#entries.set(/** @type {number} */ (entry.key), { ...entry });
  }

  /** @param {readonly number[]} keys */
  async remove(keys) {
    for (const key of keys) this.#entries.delete(key);
  }

  async all() {
    return [...this.#entries.values()];
  }

  /**
   * @param {string} tab
   * @param {(entry: Entry) => boolean} isFree
   */
  async claim(tab, isFree) {
    const found = (await this.all()).filter(isFree);
    for (const entry of found) await this.put({ ...entry, tab });
    return found;
  }
}

/** @implements {Shelf} */
class DiskShelf {
  isSafe = true;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
  }

  /** @param {Entry} entry */
  add(entry) {
    return this.#write((store) => /** @type {IDBRequest<number>} */ (store.add(entry)));
  }

  /** @param {Entry} entry */
  async put(entry) {
    await this.#write((store) => store.put(entry));
  }

  /** @param {readonly number[]} keys */
  async remove(keys) {
    await this.#write((store) => {
      for (const key of keys) store.delete(key);
    });
  }

  /** @returns {Promise<Entry[]>} */
  async all() {
    const request = this.database.transaction(STORE).objectStore(STORE).getAll();
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /**
   * In one transaction, so that two tabs never take the same change.
   *
   * @param {string} tab
   * @param {(entry: Entry) => boolean} isFree
   * @returns {Promise<Entry[]>}
   */
  async claim(tab, isFree) {
    /** @type {Entry[]} */
    const found = [];
    await this.#write((store) => {
      const request = store.getAll();
      request.onsuccess = () => {
        found.push(...request.result.filter(isFree));
        for (const entry of found) store.put({ ...entry, tab });
      };
    });
    return found;
  }

  /**
   * @template T
   * @param {(store: IDBObjectStore) => IDBRequest<T> | void} act
   * @returns {Promise<T>} settled when it is on the disk
   */
  #write(act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(STORE, "readwrite", { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    // Some browsers never answer where storage is forbidden.
    setTimeout(reject, PATIENCE_MS);
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "key", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
