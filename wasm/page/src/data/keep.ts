/** What is there again after a reload: an IndexedDB of this origin, in this browser only. */
import type { Keep } from "../context";

const DATABASE = "veyl";
const STORE = "kept";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // A full disk aborts: the error says so (QuotaExceededError).
    transaction.onabort = () => reject(transaction.error);
  });
}

export class Kept implements Keep {
  #opened: Promise<IDBDatabase> | undefined;

  #open(): Promise<IDBDatabase> {
    this.#opened ??= (() => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      return done(request);
    })();
    return this.#opened;
  }

  async get<T>(name: string): Promise<T | undefined> {
    const database = await this.#open();
    return done<T | undefined>(database.transaction(STORE).objectStore(STORE).get(name));
  }

  async #change(change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = (await this.#open()).transaction(STORE, "readwrite");
    change(transaction.objectStore(STORE));
    await committed(transaction);
  }

  set(name: string, value: unknown): Promise<void> {
    return this.#change((store) => store.put(value, name));
  }

  remove(name: string): Promise<void> {
    return this.#change((store) => store.delete(name));
  }

  clear(): Promise<void> {
    return this.#change((store) => store.clear());
  }
}
