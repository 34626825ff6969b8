// A token (RFC 7519), taken apart. Nothing here is proof of anything: see `signature`.

export type Json = Record<string, unknown>;

export interface TokenParts {
  /** As they stand in the token. */
  text: { header: string; payload: string; signature: string };
  header: Json;
  claims: Json;
}

/** Null for what is no signed token. */
export function takeApart(token: string): TokenParts | null {
  const [header, payload, signature, ...more] = bare(token).split(".");
  if (!header || !payload || signature === undefined || more.length > 0) return null;
  try {
    return { text: { header, payload, signature }, header: objectIn(header), claims: objectIn(payload) };
  } catch {
    return null;
  }
}

/** *token* without what stands before it in a header (RFC 6750). */
export const bare = (token: string): string => token.trim().replace(/^(authorization:\s*)?bearer\s+/i, "");

function objectIn(part: string): Json {
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(part)));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("That is no JSON object.");
  // Throws for what is nested so deeply that nobody could show it.
  JSON.stringify(value, null, 2);
  return value as Json;
}

/** What is written in base64url. Throws for anything else. */
export function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(part)) throw new Error("That is not base64url.");
  return Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
