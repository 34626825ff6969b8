import { expect, test } from "vitest";
import { type AuthOptions, createAuth, type Mode, type Paths } from "../src/index.js";
import { newToken } from "./service/tokens.js";

interface Seen {
  url: string;
  authorization: string | null;
}

/** What a client asks that signs in, refreshes, signs out, and everywhere. */
async function asked(options: Partial<AuthOptions>, also: string[] = []): Promise<Seen[]> {
  const seen: Seen[] = [];
  const fetch = async (input: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    seen.push({ url: String(input), authorization: new Headers(init?.headers).get("Authorization") });
    return Response.json({ access: newToken({ sub: "ada" }), refresh: newToken({}), expires_in: 300 });
  };
  const auth = createAuth({ baseURL: "https://api.test/api/v1/", mode: "memory", ...options, fetch });
  await auth.ready;
  seen.length = 0;
  await auth.login({ username: "ada" });
  await auth.refresh();
  for (const path of also) await auth.fetch(path);
  await auth.logout();
  await auth.login({ username: "ada" });
  await auth.logout("all");
  auth.dispose();
  return seen;
}

const usual = (root: string) => [
  `${root}token/`,
  `${root}token/refresh/`,
  `${root}logout/`,
  `${root}token/`,
  `${root}logout/all/`,
];

test.each<[string, Mode, string, Paths | undefined, string[]]>([
  ["as Django includes them", "memory", "https://api.test/api/v1/", undefined, usual("https://api.test/api/v1/")],
  ["without a slash", "memory", "https://api.test/api/v1", undefined, usual("https://api.test/api/v1/")],
  ["for cookies", "cookie", "https://api.test/api/v1/", undefined, usual("https://api.test/api/v1/browser/")],
  [
    "for cookies, from the URL below which `token/` lies",
    "cookie",
    "https://api.test/api/v1/browser",
    undefined,
    usual("https://api.test/api/v1/browser/"),
  ],
  ["of that name", "memory", "https://api.test/browser/", undefined, usual("https://api.test/browser/")],
  ["with a prefix", "memory", "https://api.test/api/v1/", { prefix: "auth/" }, usual("https://api.test/api/v1/auth/")],
  [
    "with one for cookies",
    "cookie",
    "https://api.test/api/v1/",
    { prefix: "auth" },
    usual("https://api.test/api/v1/auth/"),
  ],
  ["without that of cookies", "cookie", "https://api.test/api/v1/", { prefix: "" }, usual("https://api.test/api/v1/")],
  ["beside the API", "cookie", "https://api.test/api/v1/", { prefix: "/auth/" }, usual("https://api.test/auth/")],
  [
    "by name",
    "cookie",
    "https://api.test/api/",
    { prefix: "auth/", login: "login", refresh: "/renew/", logout: "exit/", logoutAll: "exit/all" },
    [
      "https://api.test/api/auth/login",
      "https://api.test/renew/",
      "https://api.test/api/auth/exit/",
      "https://api.test/api/auth/login",
      "https://api.test/api/auth/exit/all",
    ],
  ],
  [
    "one by name",
    "memory",
    "https://api.test/api/",
    { login: "https://api.test/api/signin/" },
    [
      "https://api.test/api/signin/",
      "https://api.test/api/token/refresh/",
      "https://api.test/api/logout/",
      "https://api.test/api/signin/",
      "https://api.test/api/logout/all/",
    ],
  ],
])("endpoints %s (%s)", async (_, mode, baseURL, paths, urls) => {
  const seen = await asked({ mode, baseURL, ...(paths && { paths }) });
  expect(seen.map(({ url }) => url)).toEqual(urls);
  expect(seen.map(({ authorization }) => authorization)).toEqual(urls.map(() => null));
});

test("no endpoint for tokens is sent one by hand, and what is called alike is", async () => {
  const paths = { prefix: "auth/", login: "login", logout: "exit/" };
  const own = [
    "auth/login",
    "auth/login?next=/",
    "auth/login/again/",
    "auth/exit/",
    "auth/token/refresh/",
    "token/verify/",
  ];
  const others = ["auth/login-history/", "auth/", "auth/exits/", "users/me/", "auth/token/"];
  const seen = await asked({ paths }, [...own, ...others]);
  const sent = (path: string) =>
    seen.filter(({ url }) => url === `https://api.test/api/v1/${path}`).map((one) => !!one.authorization);
  expect(own.filter((path) => sent(path).includes(true))).toEqual([]);
  expect(others.filter((path) => sent(path).includes(false))).toEqual([]);
});

test.each<Paths>([
  { prefix: "https://elsewhere.test/" },
  { login: "//elsewhere.test/token/" },
  { logout: "http://api.test/logout/" },
  { refresh: "https://api.test:8443/token/refresh/" },
  { logoutAll: "data:text/plain,x" },
])("%o would send tokens elsewhere, and is refused at once", (paths) => {
  const create = () => createAuth({ baseURL: "https://api.test/api/v1/", mode: "cookie", paths });
  expect(create).toThrow("paths lead to another origin.");
});

test("where a server renders a page, paths are as good as anywhere", async () => {
  const auth = createAuth({ baseURL: "/api/v1/", mode: "cookie", paths: { prefix: "auth/", login: "/login/" } });
  await auth.ready;
  expect(auth.session.status).toBe("anonymous");
});
