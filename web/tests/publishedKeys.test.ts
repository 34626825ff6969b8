import { beforeEach, expect, test, vi } from "vitest";

const KEYS = [{ kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }];
const published = async () => Response.json({ keys: KEYS });
const offline = () => Promise.reject(new TypeError("Failed to fetch"));

let fetchKeys: typeof import("../src/token/publishedKeys").fetchKeys;
beforeEach(async () => {
  vi.resetModules();
  ({ fetchKeys } = await import("../src/token/publishedKeys"));
});

test("keys are fetched from where they are published", async () => {
  const fetch = vi.fn(published);
  expect(await fetchKeys(fetch)).toEqual(KEYS);
  expect(fetch).toHaveBeenCalledWith("/.well-known/jwks.json", { cache: "no-cache" });
});

test("a service may publish none", async () => {
  expect(await fetchKeys(async () => new Response("", { status: 404 }))).toBe("none");
  expect(await fetchKeys(async () => Response.json({ keys: [] }))).toBe("none");
  expect(await fetchKeys(offline)).toBe("none");
});

test("offline, those of the last time do", async () => {
  expect(await fetchKeys(offline)).toBe("unreachable");
  await fetchKeys(published);
  expect(await fetchKeys(offline)).toEqual(KEYS);
});

test.each([
  () => Response.json({ keys: "none" }),
  () => Response.json(null),
  () => new Response("<h1>A page</h1>"),
  () => Response.json({ keys: KEYS }, { status: 503 }),
])("anything that is not a set of keys counts as none", async (respond) => {
  expect(await fetchKeys(async () => respond())).toBe("unreachable");
});
