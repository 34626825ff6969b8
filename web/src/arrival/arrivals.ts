// How a browser comes back from a provider: the service says it in the fragment of the address.

export type Arrival = { kind: "signed_in" } | { kind: "linked" } | { kind: "error"; code: string };

/** What *hash* says; null where it says nothing of the kind. A code is a word: nobody else's text gets onto the page. */
export function arrivalAt(hash: string): Arrival | null {
  if (hash === "#signed_in") return { kind: "signed_in" };
  if (hash === "#linked") return { kind: "linked" };
  const code = /^#error=([a-z_]{1,50})$/.exec(hash)?.[1];
  return code ? { kind: "error", code } : null;
}
