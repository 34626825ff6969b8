import type { Paths } from "./types.js";

/** What is posted to: the names of the endpoints for tokens. */
export type Endpoint = "login" | "refresh" | "logout" | "logoutAll" | "code" | "confirm" | "link";

export interface Endpoints {
  readonly urls: Readonly<Record<Endpoint, URL>>;
  /** Is a 401 of *url* about a password or a refresh token? */
  has(url: URL): boolean;
}

/** Those below *base*. Throws `TypeError` where one of *paths* is at another origin: tokens go to that of *base* only. */
export function endpointsBelow(base: URL, isCookie: boolean, paths: Paths = {}): Endpoints {
  // Whoever gives the URL below which `token/` lies gives that of `browser/`, too.
  const prefix = paths.prefix ?? (isCookie && !base.pathname.endsWith("/browser/") ? "browser/" : "");
  const root = new URL(closed(prefix), base);
  const urls = {
    login: new URL(paths.login ?? "token/", root),
    refresh: new URL(paths.refresh ?? "token/refresh/", root),
    logout: new URL(paths.logout ?? "logout/", root),
    logoutAll: new URL(paths.logoutAll ?? "logout/all/", root),
    code: new URL(paths.code ?? "token/code/", root),
    confirm: new URL(paths.confirm ?? "token/code/confirm/", root),
    link: new URL(paths.link ?? "token/link/", root),
  };
  // Those of the other mode as well, and those beside them, such as `token/verify/`.
  const all = [...Object.values(urls), new URL("token/", base), new URL("logout/", base)];
  if (all.some(({ origin }) => origin !== base.origin)) throw new TypeError("paths lead to another origin.");
  return { urls, has: ({ pathname: asked }) => all.some(({ pathname }) => closed(asked).startsWith(closed(pathname))) };
}

/** *path* with a slash at its end, unless it is empty. */
export const closed = (path: string): string => path.replace(/[^/]$/, "$&/");
