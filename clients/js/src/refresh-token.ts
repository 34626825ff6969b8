import type { Endpoint } from "./endpoints.js";
import { slotIn } from "./slot.js";
import { accessTo, keyOf } from "./storage.js";
import type { Mode } from "./types.js";

export type Exit = Extract<Endpoint, "logout" | "logoutAll">;

/**
 * What a page knows of the refresh token: itself, or of one in a cookie, that there is one.
 *
 * That hint spares visitors who aren't signed in a 401 at the start. It also remembers a logout that the service
 * doesn't know of yet, as the cookie is still there then.
 *
 * Each call takes its place in the order at once, whether or not it is awaited.
 */
export interface RefreshToken {
  /** The token or the hint, read anew each time, as another tab may have written. */
  get(): Promise<string | null>;
  /** How to present *value*, which `get` gave; null where there is nothing to present. */
  present(value: string | null): object | null;
  /** The logout that the service doesn't know of yet, by the *value* that `get` returned. */
  owed(value: string | null): Exit | null;
  /** Keep the one of an answer; without one in it, that of the same session is still good, and of another none. */
  keep(answer: Record<string, unknown>, isSameSession: boolean): Promise<void>;
  /** The token is void. The service knows, or is *owed* the logout. */
  drop(owed?: Exit): Promise<void>;
  /** Another tab has dropped it, so forget it here, too. */
  follow(): void;
}

/** The one for *mode*, under *name* in a storage; in memory where there is no storage, or it refuses. */
export function refreshTokenIn(mode: Mode, name: string): RefreshToken {
  const isCookie = mode === "cookie";
  const slot = isCookie
    ? // Without a storage for the hint, the service has to be asked.
      slotIn(() => accessTo(window.localStorage, name), "login")
    : slotIn(() => accessTo((mode as { storage?: unknown }).storage, keyOf(name)), null);
  return {
    get: slot.read,
    present: (value) => (isCookie ? (value === "login" ? {} : null) : value ? { refresh: value } : null),
    owed: (value) => (value === "logout" || value === "logoutAll" ? value : null),
    async keep({ refresh }, isSameSession) {
      const next = isCookie ? "login" : refresh;
      if (next || !isSameSession) await slot.write((next as string) || null);
    },
    drop: (owed) => slot.write((isCookie && owed) || null),
    follow: isCookie ? slot.forget : slot.takeBack,
  };
}
