import { decode } from "./decode.js";
import type { Claims } from "./types.js";

/** An access token, and since when. All times are in milliseconds. */
export interface Held<C extends Claims> {
  readonly token: string;
  readonly claims: Readonly<C>;
  readonly lifetime: number;
  /** By the clock on the wall, which all tabs share, and which may be wrong or set. */
  readonly at: number;
  /** By the clock that only ever goes forward, but in some browsers stands still while the machine sleeps. */
  readonly since: number;
}

/**
 * What to hold of *token*, received *at* that time; null if either is none, whatever their types say. Where the service
 * doesn't tell the *lifetime*, it is that between the two times in the token.
 */
export function hold<C extends Claims>(token: string, lifetime: number, at: number): Held<C> | null {
  const claims = decode<C>(token);
  lifetime ||= ((claims?.exp as number) - (claims?.iat as number)) * 1_000;
  return claims && at + lifetime > 0
    ? { token, claims, lifetime, at, since: performance.now() - Date.now() + at }
    : null;
}

/** How long it will live. Whichever clock says that more time has passed is believed: to refresh early is cheap. */
export const timeLeft = ({ lifetime, at, since }: Held<Claims>): number =>
  lifetime - Math.max(Date.now() - at, performance.now() - since);
