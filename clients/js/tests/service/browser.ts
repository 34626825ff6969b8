import type { StorageLike } from "../../src/index.js";

/** A storage that several clients share, as tabs do. */
export class Shelf implements StorageLike {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** A `fetch` with cookies, which says which page it is used by: what Node's lacks of a browser's. */
export function browserFetch(origin: string): typeof fetch {
  const cookies = new Map<string, string>();
  return async (input, init) => {
    const request = new Request(input, init);
    request.headers.set("Origin", origin);
    const isSent = new URL(request.url).origin === origin && request.credentials !== "omit";
    if (isSent && cookies.size) request.headers.set("Cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(request);
    for (const line of isSent ? response.headers.getSetCookie() : []) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!key) continue;
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(key);
      else cookies.set(key, value ?? "");
    }
    return response;
  };
}
