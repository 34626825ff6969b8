import { isAboutToken } from "./challenge.js";
import type { Endpoints } from "./endpoints.js";
import { isStream } from "./stream.js";

type Fetch = typeof globalThis.fetch;

/**
 * `fetch` over *transport*, with the token where it belongs, and a second attempt where it was refused. Where there can
 * be none, *getAccessToken* is asked for a young one.
 */
export function fetchWith(
  base: URL,
  endpoints: Endpoints,
  transport: Fetch,
  getAccessToken: (young: boolean) => Promise<string | null>,
  refresh: (rejected: string) => Promise<string | null>,
): Fetch {
  return async (input, init) => {
    // Not instanceof: libraries bring classes of their own.
    const given = (input as Request).url ? (input as Request) : null;
    const url = new URL(given?.url ?? (input as URL), base);
    const headers = new Headers(init?.headers ?? given?.headers);
    const isOnce = isStream(init?.body);
    const isOurs = url.origin === base.origin && !endpoints.has(url);
    const token = isOurs && !headers.has("Authorization") && (await getAccessToken(isOnce));
    if (!token) return transport(given ?? url.href, init);

    const response = await send(token);
    if (response.status !== 401 || !isAboutToken(response.headers.get("www-authenticate"))) return response;
    const next = await refresh(token);
    if (!next || isOnce) return response;
    // Nobody will read it, and it would keep the connection.
    response.body?.cancel().catch(() => {});
    return send(next);

    function send(bearer: string): Promise<Response> {
      headers.set("Authorization", `Bearer ${bearer}`);
      const authorized = { ...init, headers };
      return given ? transport(new Request(given.clone(), authorized)) : transport(url.href, authorized);
    }
  };
}
