import type { Mode, StorageLike } from "./types.js";

export type LogoutPath = "logout/" | "logout/all/";

/**
 * What a page knows of the refresh token: itself, or of one in a cookie, that there is one.
 *
 * That hint spares visitors who aren't signed in a 401 at the start. It also remembers a logout of which the service
 * couldn't be told, as the cookie is still there then.
 */
export interface RefreshToken {
  /** The token or the hint, read anew each time, as another tab may have written. */
  get(): string | null;
  /** How to present it; null where there is none. */
  present(): object | null;
  /** Of what logout the service is yet to be told. */
  owed(): string | null;
  /** Keep the one of an answer. */
  keep(answer: Record<string, unknown>): void;
  /** It is no good any more; and the service knows, or is *owed* to be told. */
  drop(owed?: LogoutPath): void;
  /** Another tab has dropped it, so forget what only this tab has. */
  follow(): void;
}

/** The one for *mode*, under the name *key* in a storage; in memory where there is no storage, or it refuses. */
export function refreshTokenIn(mode: Mode, key: string): RefreshToken {
  const isCookie = mode === "cookie";
  // Without a storage for the hint, the service has to be asked.
  let own: string | null = isCookie ? "login" : null;
  let isStored = true;

  /** Write *next*, or read where there is none. */
  function access(next?: string | null): string | null {
    if (next !== undefined) own = next;
    try {
      const storage: StorageLike = isCookie ? window.localStorage : (mode as { storage: StorageLike }).storage;
      if (!isStored) return own;
      if (next) storage.setItem(key, next);
      else if (next === null) storage.removeItem(key);
      else own = storage.getItem(key);
    } catch {
      // It refuses, or there is none.
      isStored = false;
    }
    return own;
  }

  return {
    get: access,
    owed() {
      const value = access();
      return value === "logout/" || value === "logout/all/" ? value : null;
    },
    present() {
      const refresh = access();
      if (isCookie) return refresh === "login" ? {} : null;
      return refresh ? { refresh } : null;
    },
    keep({ refresh = access() }) {
      access(isCookie ? "login" : (refresh as string | null));
    },
    drop(path) {
      access((isCookie && path) || null);
    },
    follow() {
      own = null;
    },
  };
}
