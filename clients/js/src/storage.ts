import type { Mode } from "./types.js";

/** What reads, writes and removes: in Web Storage and its like, and in Expo's SecureStore. */
const NAMES = [
  ["getItem", "setItem", "removeItem"],
  ["getItemAsync", "setItemAsync", "deleteItemAsync"],
] as const;

type Call = (...given: string[]) => unknown;

/** The three functions of a storage, for one key. */
export interface Access {
  readonly get: Call;
  readonly set: Call;
  readonly remove: Call;
}

/** Those of *storage*, for *key*. Throws `TypeError` where it lacks one. */
export function accessTo(storage: unknown, key: string): Access {
  const given = storage as Record<string, Call> | null | undefined;
  const lackingOf = (names: readonly string[]) => names.filter((name) => typeof given?.[name] !== "function");
  const names = NAMES.find((three) => !lackingOf(three).length);
  if (!names) throw new TypeError(`mode.storage lacks ${lackingOf(NAMES[0])}. It needs ${NAMES.join(" or ")}.`);
  const [get, set, remove] = names.map(
    (name): Call =>
      (...more) =>
        given?.[name]?.(key, ...more),
  );
  return { get, set, remove } as Access;
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
