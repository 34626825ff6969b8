import type { Mode } from "./types.js";

/** What reads, writes and removes: in Web Storage and its like, and in Expo's SecureStore. */
const WEB = ["getItem", "setItem", "removeItem"] as const;
const SECURE_STORE = ["getItemAsync", "setItemAsync", "deleteItemAsync"] as const;

/** The three functions of a storage, for one key. */
export interface Access {
  get(): unknown;
  set(value: string): unknown;
  remove(): unknown;
}

/** Those of *storage*, for *key*. Throws `TypeError` where it lacks one. */
export function accessTo(storage: unknown, key: string): Access {
  const given = Object(storage);
  // Each may have some functions of the other: SecureStore has a `getItem`, too.
  const names = given.deleteItemAsync && !given.removeItem ? SECURE_STORE : WEB;
  const lacking = names.filter((name) => typeof given[name] !== "function");
  if (lacking.length) throw new TypeError(`mode.storage lacks ${lacking}. It needs ${WEB} or ${SECURE_STORE}.`);
  const [get, set, remove] = names;
  return { get: () => given[get](key), set: (value) => given[set](key, value), remove: () => given[remove](key) };
}

/** Throws `TypeError` for what is no mode. Where a server renders a page, nothing is stored, so a storage may be missing. */
export function checkMode(mode: Mode, isRenderedHere: boolean): void {
  if (mode === "cookie" || mode === "memory") return;
  if (!("storage" in Object(mode))) throw new TypeError('mode should be "cookie", "memory" or { storage }.');
  if (mode.storage || !isRenderedHere) accessTo(mode.storage, "");
}

/** *name* in the characters that every storage takes in a key, SecureStore among them; no two names have one key. */
export const keyOf = (name: string): string =>
  name.replace(/[^A-Za-z0-9.-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
