// A token (RFC 7519), taken apart. Nothing here is proof of anything: see `signature`.

export type Json = Record<string, unknown>;

export interface TokenParts {
  /** As the token has them. */
  text: { header: string; payload: string; signature: string };
  header: Json;
  claims: Json;
}

/** Null for anything that is not a signed token. */
export function takeApart(token: string): TokenParts | null {
  const [header, payload, signature, ...more] = bare(token).split(".");
  if (!header || !payload || signature === undefined || more.length > 0) return null;
  try {
    return { text: { header, payload, signature }, header: objectIn(header), claims: objectIn(payload) };
  } catch {
    return null;
  }
}

/** *token* without the words before it in a header (RFC 6750). */
export const bare = (token: string): string => token.trim().replace(/^(authorization:\s*)?bearer\s+/i, "");

function objectIn(part: string): Json {
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(part)));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("That is no JSON object.");
  // Throws for a value that is nested too deeply to be shown.
  JSON.stringify(value, null, 2);
  return value as Json;
}

/** The bytes that *part* encodes in base64url. Throws for anything else. */
export function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(part)) throw new Error("That is not base64url.");
  return Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
