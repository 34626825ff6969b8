import { decode } from "./decode.js";
import type { Claims } from "./types.js";

/** An access token, and since when. All times are in milliseconds. */
export interface Held<C extends Claims> {
  /** What all tabs call it, and nobody else. */
  readonly id: unknown;
  readonly token: string;
  readonly claims: Readonly<C>;
  readonly lifetime: number;
  /** By the clock on the wall, which all tabs share, and which may be wrong or set. */
  readonly at: number;
  /** By the clock that only ever goes forward, but in some browsers stands still while the machine sleeps. */
  readonly since: number;
}

/**
 * What to hold of *token*, received *at* that time, and called *id* by all tabs; null if either is none. Where the
 * service doesn't tell the *lifetime*, which is 0 or NaN then, it is that between the two times in the token.
 */
export function hold<C extends Claims>(token: unknown, lifetime: number, at: number, id: unknown): Held<C> | null {
  if (typeof token !== "string") return null;
  const claims = decode<C>(token);
  lifetime ||= (Number(claims?.exp) - Number(claims?.iat)) * 1_000;
  const since = performance.now() - Date.now() + at;
  return claims && lifetime > 0 ? { id, token, claims, lifetime, at, since } : null;
}

/** How long it will live. Whichever clock says that more time has passed is believed: to refresh early is cheap. */
export const timeLeft = ({ lifetime, at, since }: Held<Claims>): number =>
  lifetime - Math.max(Date.now() - at, performance.now() - since);
