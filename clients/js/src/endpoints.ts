import type { Paths } from "./types.js";

/** What is posted to: the names of the endpoints for tokens. */
export type Endpoint = "login" | "refresh" | "logout" | "logoutAll";

const PATHS: Readonly<Record<Endpoint, string>> = {
  login: "token/",
  refresh: "token/refresh/",
  logout: "logout/",
  logoutAll: "logout/all/",
};

export interface Endpoints {
  urlOf(endpoint: Endpoint): string;
  /** Is a 401 of *url* about a password or a refresh token? */
  has(url: URL): boolean;
}

/** Those below *base*. Throws `TypeError` where one of *paths* is at another origin: tokens go to that of *base* only. */
export function endpointsBelow(base: URL, isCookie: boolean, paths: Paths = {}): Endpoints {
  // Whoever gives the URL below which `token/` lies gives that of `browser/`, too.
  const prefix = paths.prefix ?? (isCookie && !base.pathname.endsWith("/browser/") ? "browser/" : "");
  const root = new URL(closed(prefix), base);
  const urlOf = (name: Endpoint) => new URL(paths[name] ?? PATHS[name], root);
  const urls = (Object.keys(PATHS) as Endpoint[]).map(urlOf);
  if (urls.some(({ origin }) => origin !== base.origin)) throw new TypeError("paths lead to another origin.");
  // Those of the other mode as well, and those beside them, such as `token/verify/`.
  const all = [...urls, new URL("token/", base), new URL("logout/", base)];
  return {
    urlOf: (name) => urlOf(name).href,
    has: ({ pathname: asked }) => all.some(({ pathname }) => asked === pathname || asked.startsWith(closed(pathname))),
  };
}

/** *path* with a slash at its end, unless it is empty. */
export const closed = (path: string): string => path.replace(/[^/]$/, "$&/");
