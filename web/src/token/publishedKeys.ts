// The keys that a service publishes (RFC 7517), kept in memory so that a token can be checked offline.

import type { PublicKey } from "./signature";

export type Published = PublicKey[] | "none" | "unreachable";

const ADDRESS = "/.well-known/jwks.json";
let kept: PublicKey[] | null = null;

/** Fetched anew each time: keys are rotated. Offline, those of the last time. */
export async function fetchKeys(fetch: (input: string) => Promise<Response>): Promise<Published> {
  try {
    const response = await fetch(ADDRESS);
    if (response.status === 404) return "none";
    const { keys } = (await response.json()) as { keys: PublicKey[] };
    if (!response.ok || !Array.isArray(keys)) return kept ?? "unreachable";
    kept = keys;
  } catch {
    // Offline, or no JSON.
  }
  return kept ?? "unreachable";
}
