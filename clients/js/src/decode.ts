import type { Claims } from "./types.js";

/** The claims of a JWT, whose signature is not checked: they are for display. Null for what is no JWT. */
export function decode<C extends Claims = Claims>(token: string): Readonly<C> | null {
  try {
    // Only these characters: so a token can't break out of its header, nor be quoted by the error of one who tried.
    const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) as string[];
    const binary = atob((payload as string).replace(/-/g, "+").replace(/_/g, "/"));
    // UTF-8, without the TextDecoder that React Native lacks.
    const claims = JSON.parse(decodeURIComponent(escape(binary)));
    return claims === Object(claims) ? Object.freeze(claims) : null;
  } catch {
    // Not to be passed on: the errors of JSON.parse quote what they were given.
    return null;
  }
}
