/** What the service said; status 0 where it said nothing. */
export interface Answer {
  readonly status: number;
  /** The body, empty where it was no object. */
  readonly data: Record<string, unknown>;
  /** In seconds. */
  readonly retryAfter: number | null;
}

/** Post to an endpoint for tokens, also when the page is left meanwhile. Never rejects. */
export type Post = (path: string, body: object, signal?: AbortSignal) => Promise<Answer>;

/** What posts below *base*, with the cookie where that is the mode, and gives up after *timeout* milliseconds. */
export function serviceAt(base: URL, fetch: typeof globalThis.fetch, isCookie: boolean, timeout: number): Post {
  return async (path, body, signal) => {
    const timer = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(new URL((isCookie ? "browser/" : "") + path, base).href, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: isCookie ? "include" : "same-origin",
        // A browser that drops the answer to a refresh drops the cookie in it.
        keepalive: true,
        // A password or a token goes to this address and no other.
        redirect: "error",
        signal: AbortSignal.any([signal ?? timer, timer]),
      });
      // A logout is answered with nothing, and a proxy may answer with a page.
      const data = Object(await response.json().catch(() => null));
      return { status: response.status, data, retryAfter: Number(response.headers.get("Retry-After")) || null };
    } catch {
      return { status: 0, data: {}, retryAfter: null };
    }
  };
}

/** What an answer says went wrong. */
export function codeOf({ status, data: { code } }: Answer): string {
  const usual = { 400: "invalid_input", 401: "invalid_credentials", 429: "throttled" }[status];
  return /^4/.test(`${status}`) ? String(code ?? usual ?? "refused") : "unavailable";
}
