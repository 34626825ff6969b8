import { abortable } from "./abortable.js";
import type { Endpoint, Endpoints } from "./endpoints.js";

/** What the service said; status 0 where it said nothing. */
export interface Answer {
  readonly status: number;
  /** The body, empty where it was no object. */
  readonly data: Record<string, unknown>;
  /** In seconds. */
  readonly retryAfter: number | null;
}

/** Post to an endpoint for tokens, also when the page is left meanwhile. Rejects only what is no JSON. */
export type Post = (endpoint: Endpoint, body: object, outer?: AbortSignal) => Promise<Answer>;

/** What posts to *endpoints*, with the cookie where that is the mode, and gives up after *timeout* milliseconds. */
export function serviceAt(
  endpoints: Endpoints,
  fetch: typeof globalThis.fetch,
  isCookie: boolean,
  timeout: number,
): Post {
  return (endpoint, body, outer) =>
    abortable(timeout, outer, async (signal) => {
      const response = await fetch(endpoints.urls[endpoint].href, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: isCookie ? "include" : "same-origin",
        // A browser that drops the answer to a refresh drops the cookie in it.
        keepalive: true,
        // A password or a token goes to this address and no other.
        redirect: "error",
        signal,
      }).catch(Response.error);
      // A logout is answered with nothing, and a proxy may answer with a page.
      const data = Object(await response.json().catch(() => {}));
      return { status: response.status, data, retryAfter: Number(response.headers.get("Retry-After")) || null };
    });
}

const CODES: Record<number, string> = { 400: "invalid_input", 401: "invalid_credentials", 429: "throttled" };

/** What an answer says went wrong. */
export function codeOf({ status, data: { code } }: Answer): string {
  if (!/^4|501/.test(`${status}`)) return "unavailable";
  // A field may be called so, and has its complaints there.
  if (typeof code === "string" && code !== "no_active_account") return code;
  return CODES[status] ?? "refused";
}
