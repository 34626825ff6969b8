// The keys that a service publishes (RFC 7517), kept in memory so that a token can be checked offline.

import type { PublicKey } from "./signature";

export type Published = PublicKey[] | "none" | "unreachable";

const ADDRESS = "/.well-known/jwks.json";
let kept: PublicKey[] | null = null;

/** Fetched anew each time, as keys are rotated: a copy is shown only if it is the newest. Offline, those of the last time. */
export async function fetchKeys(fetch: (input: string, init: RequestInit) => Promise<Response>): Promise<Published> {
  try {
    const response = await fetch(ADDRESS, { cache: "no-cache" });
    if (response.status === 404) return "none";
    const { keys } = (await response.json()) as { keys: PublicKey[] };
    if (response.ok && Array.isArray(keys)) kept = keys;
  } catch {
    // Offline, or no JSON.
  }
  if (kept === null) return "unreachable";
  // With a shared secret, there is none to publish.
  return kept.length === 0 ? "none" : kept;
}
