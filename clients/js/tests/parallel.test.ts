import axios from "axios";
import ky from "ky";
import { createFetch } from "ofetch";
import createClient from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { attachAxios } from "../src/axios.js";
import type { Auth } from "../src/index.js";
import { openBrowser } from "./service/start.js";

/** What the service says it was sent. */
interface Echo {
  type: string;
  body: string;
}

/** Posts a body with some library, and answers what came of it. */
type Post = (body: object | BodyInit) => Promise<{ status: number; data: Echo }>;

const isPlain = (body: object | BodyInit): boolean => Object.getPrototypeOf(body) === Object.prototype;
const ready = (body: object | BodyInit): RequestInit =>
  isPlain(body)
    ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }
    : { body: body as BodyInit };
const read = async (response: Response) => ({ status: response.status, data: (await response.json()) as Echo });

const LIBRARIES: Record<string, (auth: Auth, url: string) => Post> = {
  "fetch of a URL": (auth) => async (body) => read(await auth.fetch("echo/", { method: "POST", ...ready(body) })),
  "fetch of a Request": (auth, url) => async (body) =>
    read(await auth.fetch(new Request(`${url}echo/`, { method: "POST", ...ready(body) }))),
  "axios, through its fetch": (auth, baseURL) => {
    const client = axios.create({ baseURL, adapter: "fetch", env: { fetch: auth.fetch } });
    // In Node, axios 1.21 gets the type of a form wrong without this header.
    const headers = { "Content-Type": "multipart/form-data" };
    return (body) => client.post("echo/", body, body instanceof FormData ? { headers } : {});
  },
  "axios, attached": (auth, baseURL) => {
    const client = axios.create({ baseURL, adapter: "http" });
    attachAxios(client, auth);
    return (body) => client.post("echo/", body);
  },
  ky: (auth, url) => {
    const client = ky.create({ prefixUrl: url, fetch: auth.fetch, retry: 0 });
    return async (body) => read(await client.post("echo/", ready(body)));
  },
  ofetch: (auth, baseURL) => {
    const client = createFetch({ fetch: auth.fetch, defaults: { baseURL, retry: 0 } });
    return async (body) => {
      const { status, _data } = await client.raw("echo/", { method: "POST", body: body as BodyInit });
      return { status, data: _data };
    };
  },
  "openapi-fetch": (auth, baseUrl) => {
    const client = createClient<Record<string, never>>({ baseUrl, fetch: auth.fetch }) as unknown as {
      POST(path: string, init: object): Promise<{ response: Response; data: Echo }>;
    };
    return async (body) => {
      const { response, data } = await client.POST(
        "/echo/",
        isPlain(body) ? { body } : { bodySerializer: () => body, body },
      );
      return { status: response.status, data };
    };
  },
};

const TEXT = "Zażółć gęślą jaźń";

function form(): FormData {
  const filled = new FormData();
  filled.append("name", TEXT);
  filled.append("file", new Blob([TEXT.repeat(2_000)]), "letter.txt");
  return filled;
}

describe.each(Object.entries(LIBRARIES))("five requests at once with %s", (name, make) => {
  test.each(["JSON", "a form", "a file"])("and %s make one refresh, and arrive", async (kind) => {
    const { service, signedIn } = await openBrowser();
    const { auth } = await signedIn();
    const post = make(auth, service.url);
    service.expire();

    const bodies = { JSON: { text: TEXT }, "a form": form(), "a file": new Blob([TEXT]) };
    if (name.includes("attached") && kind === "a file") Object.assign(bodies, { "a file": Buffer.from(TEXT) });
    const body = bodies[kind as keyof typeof bodies];
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(body)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(service.count("token/refresh/")).toBe(1);
    expect(service.count("echo/")).toBe(10);
    for (const { data } of answers) await expectSame(data, kind);
  });
});

async function expectSame({ type, body }: Echo, kind: string): Promise<void> {
  const bytes = Buffer.from(body, "base64");
  if (kind === "JSON") expect(JSON.parse(String(bytes))).toEqual({ text: TEXT });
  if (kind === "a file") expect(String(bytes)).toBe(TEXT);
  if (kind === "a form") {
    const arrived = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
    expect(arrived.get("name")).toBe(TEXT);
    expect(await (arrived.get("file") as File).text()).toBe(TEXT.repeat(2_000));
  }
}

test("a stream is sent once, and the next request has the new token", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.expire();
  const init = { method: "POST", body: new Blob([TEXT]).stream(), duplex: "half" } as RequestInit;
  expect((await auth.fetch("echo/", init)).status).toBe(401);
  expect(service.count("echo/")).toBe(1);
  expect((await auth.fetch("me/")).status).toBe(200);
  expect(service.count("me/")).toBe(1);
});

test("a stream of axios is sent once", async () => {
  const { Readable } = await import("node:stream");
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.expire();
  const client = axios.create({ baseURL: service.url, adapter: "http" });
  const detach = attachAxios(client, auth);
  const sending = client.post("echo/", Readable.from([TEXT]), { maxRedirects: 0 });
  await expect(sending).rejects.toMatchObject({ response: { status: 401 } });
  expect(service.count("echo/")).toBe(1);
  expect((await client.get("me/")).status).toBe(200);
  detach();
  await expect(client.get("me/")).rejects.toMatchObject({ response: { status: 401 } });
});

test("a 401 that comes after the refresh needs none of its own", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.expire();
  service.order("slow/", () => new Promise((resolve) => setTimeout(resolve, 200, { status: 401 })));
  const slow = auth.fetch("slow/");
  expect((await auth.fetch("me/")).status).toBe(200);
  expect((await slow).status).toBe(200);
  expect(service.count("token/refresh/")).toBe(1);
});

test.each([
  ["a 403", { status: 403 }],
  [
    "a sign-in that is too old",
    { status: 401, headers: { "WWW-Authenticate": 'Bearer error="insufficient_user_authentication"' } },
  ],
])("%s is no reason to refresh", async (_, answer) => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.order("me/", () => answer);
  expect((await auth.fetch("me/")).status).toBe(answer.status);
  expect(service.count("token/refresh/")).toBe(0);
});

test("a wrong password, sent by hand while somebody is signed in, is no reason to refresh", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const body = JSON.stringify({ username: "ada", password: "wrong" });
  expect((await auth.fetch("token/", { method: "POST", body })).status).toBe(401);
  expect(service.seen.at(-1)?.authorization).toBeUndefined();
  expect(service.count("token/")).toBe(2);
  expect(service.count("token/refresh/")).toBe(0);
});

test("a request is repeated once and no more", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.order(
    "me/",
    () => ({ status: 401 }),
    () => ({ status: 401 }),
  );
  expect((await auth.fetch("me/")).status).toBe(401);
  expect(service.count("me/")).toBe(2);
  expect(service.count("token/refresh/")).toBe(1);
});
