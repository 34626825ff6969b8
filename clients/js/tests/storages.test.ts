import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAuth, type Mode, type SecureStoreLike, type StorageLike } from "../src/index.js";
import { Shelf } from "./service/browser.js";
import { openBrowser } from "./service/start.js";

const soonAfter = <T>(act: () => T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(act()), 5));

/** As React Native's AsyncStorage: everything is a promise. */
class AsyncShelf extends Shelf implements StorageLike {
  override getItem = ((key: string) => soonAfter(() => this.items.get(key) ?? null)) as never;
  override setItem = ((key: string, value: string) => soonAfter(() => this.items.set(key, value))) as never;
  override removeItem = ((key: string) => soonAfter(() => this.items.delete(key))) as never;
}

/** As Expo's SecureStore: other names, and few characters in a key. */
function secureStore(items: Map<string, string>): SecureStoreLike & Record<string, unknown> {
  const checked = (key: string): string => {
    if (!/^[\w.-]+$/.test(key)) throw new Error("Invalid key provided to SecureStore.");
    return key;
  };
  return {
    getItem: (key: string) => items.get(checked(key)) ?? null,
    setItem: (key: string, value: string) => void items.set(checked(key), value),
    getItemAsync: async (key) => items.get(checked(key)) ?? null,
    setItemAsync: async (key, value) => void items.set(checked(key), value),
    deleteItemAsync: async (key) => void items.delete(checked(key)),
  };
}

/** As a project wraps it under the usual names. */
function wrapped(items: Map<string, string>): StorageLike {
  const store = secureStore(items);
  return { getItem: store.getItemAsync, setItem: store.setItemAsync, removeItem: store.deleteItemAsync };
}

/** As a wrapper of a Map has it: nothing is undefined. */
const undefinedForNothing = (items: Map<string, string>): StorageLike => ({
  getItem: (key) => items.get(key),
  setItem: (key, value) => items.set(key, value),
  removeItem: (key) => items.delete(key),
});

function kept(kind: string): { items: Map<string, string>; storage: StorageLike | SecureStoreLike } {
  const shelf = kind === "async" ? new AsyncShelf() : new Shelf();
  const { items } = shelf;
  if (kind === "SecureStore") return { items, storage: secureStore(items) };
  if (kind === "wrapped SecureStore") return { items, storage: wrapped(items) };
  if (kind === "undefined for nothing") return { items, storage: undefinedForNothing(items) };
  return { items, storage: shelf };
}

const KINDS = ["sync", "async", "SecureStore", "wrapped SecureStore", "undefined for nothing"];

test.each(KINDS)(
  "a storage keeps its user signed in through expiries and a restart, and lets go (%s)",
  async (kind) => {
    const browser = await openBrowser();
    const { items, storage } = kept(kind);
    const { auth, told } = await browser.signedIn({ mode: { storage } });
    for (let times = 0; times < 3; times += 1) {
      browser.service.expire();
      expect((await auth.fetch("me/")).status).toBe(200);
      expect([...items.values()]).toEqual([browser.service.tokens.at(-2)]);
    }
    expect(told).toEqual(["ready", "login", "refreshed", "refreshed", "refreshed"]);
    expect([...items.keys()].join()).toMatch(/^[A-Za-z0-9._-]+$/);
    auth.dispose();

    const restarted = browser.tab({ mode: { storage } });
    await restarted.auth.ready;
    expect(restarted.auth.session.status).toBe("authenticated");
    await restarted.auth.logout();
    expect(items.size).toBe(0);
    expect(browser.service.count("logout/")).toBe(1);
    const visitor = browser.tab({ mode: { storage } });
    await visitor.auth.ready;
    expect(visitor.auth.session.status).toBe("anonymous");
  },
);

test("two services have two keys", async () => {
  const items = new Map<string, string>();
  const open = (baseURL: string, prefix?: string) =>
    createAuth({
      baseURL,
      mode: { storage: undefinedForNothing(items) },
      fetch: async () => Response.json({ access: "e.e30.s", refresh: "r", expires_in: 300 }),
      ...(prefix && { paths: { prefix } }),
    });
  for (const auth of [open("https://a.test/a_b/"), open("https://a.test/a/b/"), open("https://a.test/a_b/", "x/")]) {
    await auth.login({});
    auth.dispose();
  }
  expect(items.size).toBe(3);
});

const { getItem, setItem, removeItem } = new Shelf();

test.each([
  ["nothing", undefined, /lacks getItem,setItem,removeItem/],
  ["null", null, /lacks getItem,setItem,removeItem/],
  ["a Map", new Map(), /lacks getItem,setItem,removeItem/],
  ["a string", "localStorage", /lacks/],
  ["one that can't remove", { getItem, setItem }, /lacks removeItem\./],
  ["one that can't read", { setItem, removeItem }, /lacks getItem\./],
  ["the half of a SecureStore", { getItem, setItem, getItemAsync: getItem, setItemAsync: setItem }, /deleteItemAsync/],
  ["an object store", { get: getItem, set: setItem, delete: removeItem }, /lacks/],
  ["a function", () => new Shelf(), /lacks/],
  ["a promise", Promise.resolve(new Shelf()), /lacks/],
])("%s is refused as a storage at once", (_, storage, text) => {
  const fetch = vi.fn();
  const create = () => createAuth({ baseURL: "https://api.test/", mode: { storage } as unknown as Mode, fetch });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(text);
  expect(fetch).not.toHaveBeenCalled();
});

test.each([undefined, null, "localStorage", "Cookie", 7, {}, new Shelf(), () => "cookie"])("%o is no mode", (mode) => {
  const create = () => createAuth({ baseURL: "https://api.test/", mode: mode as Mode });
  expect(create).toThrow('mode should be "cookie", "memory" or { storage }.');
});

test("where a server renders a page there may be no storage", async () => {
  const auth = createAuth({ baseURL: "/api/v1/", mode: { storage: undefined } as unknown as Mode });
  await auth.ready;
  expect(auth.session.status).toBe("anonymous");
});

test.each(["refreshes", "starts"])("a session whose refresh token stays the same goes on when it %s", async (how) => {
  const browser = await openBrowser();
  const { auth, told } = await browser.signedIn({ mode: { storage: kept("async").storage } });
  const [refresh, access] = browser.service.tokens;
  const bare = () => ({ status: 200, data: { access, expires_in: 300, ...(how === "starts" && { refresh: null }) } });
  browser.service.order("token/refresh/", bare, bare, bare);
  for (let times = 0; times < 3; times += 1) expect(await auth.refresh()).toBe(access);
  const sent = browser.service.seen.filter(({ path }) => path === "token/refresh/");
  expect(sent.map(({ body }) => JSON.parse(String(body)).refresh)).toEqual([refresh, refresh, refresh]);
  expect(told).toEqual(["ready", "login", "refreshed", "refreshed", "refreshed"]);
});

test("a sign-in without a refresh token doesn't go on with that of the user before", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn();
  browser.service.order("token/", () => ({
    status: 200,
    data: { access: browser.service.tokens[1], expires_in: 300 },
  }));
  await auth.login({ username: "bob", password: "right" });
  expect(browser.shelf.items.size).toBe(0);
  expect(await auth.refresh()).toBeNull();
  expect(browser.service.count("token/refresh/")).toBe(0);
});

const nothing: StorageLike = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
const refusing = async () => {
  throw new Error("SecurityError");
};

test.each<[string, StorageLike]>([
  ["keeps nothing", nothing],
  ["keeps nothing, and says so late", { ...nothing, getItem: async () => undefined }],
  ["gives something else", { ...nothing, getItem: () => ({ value: "x" }) as never }],
  ["refuses every call", { getItem: refusing, setItem: refusing, removeItem: refusing }],
])("a storage that %s is done without", async (_, storage) => {
  const browser = await openBrowser();
  const { auth, told } = await browser.signedIn({ mode: { storage } });
  for (let times = 0; times < 3; times += 1) expect(await auth.refresh()).toBeTruthy();
  await auth.logout();
  expect(browser.service.count("logout/")).toBe(1);
  expect(told).toEqual(["ready", "login", "refreshed", "refreshed", "refreshed", "logout"]);
  expect(await auth.getAccessToken()).toBeNull();
});

test.each(["sync", "async"])(
  "a storage that is full is left without the token that was exchanged (%s)",
  async (kind) => {
    const browser = await openBrowser();
    const { items, storage } = kept(kind);
    const full = storage as StorageLike;
    const { auth } = await browser.signedIn({ mode: { storage } });
    const { setItem } = full;
    full.setItem = () => {
      throw new Error("QuotaExceededError");
    };
    for (let times = 0; times < 2; times += 1) expect(await auth.refresh()).toBeTruthy();
    await vi.waitFor(() => expect(items.size).toBe(0));
    full.setItem = setItem;
    expect(await auth.refresh()).toBeTruthy();
    expect([...items.values()]).toEqual([browser.service.tokens.at(-2)]);
  },
);

/** A storage whose next write waits until it is let go. */
function holding(shelf: Shelf): { storage: StorageLike; hold(): void; letGo(): void; asked: () => number } {
  let gate: Promise<void> | undefined;
  let open = () => {};
  let writes = 0;
  return {
    asked: () => writes,
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    letGo: () => open(),
    storage: {
      getItem: async (key) => shelf.getItem(key),
      async setItem(key, value) {
        writes += 1;
        const held = gate;
        gate = undefined;
        await held;
        shelf.setItem(key, value);
      },
      removeItem: async (key) => shelf.removeItem(key),
    },
  };
}

test.each(["refresh", "sign-in"])("a sign-out is not overtaken by the late write of a %s", async (what) => {
  const browser = await openBrowser();
  const { storage, hold, letGo, asked } = holding(browser.shelf);
  const { auth, told } = await browser.signedIn({ mode: { storage } });
  hold();
  const act = () => (what === "refresh" ? auth.refresh() : auth.login({ username: "bob", password: "right" }));
  const acting = act().catch((error) => error.code);
  await vi.waitFor(() => expect(asked()).toBe(2));
  const leaving = auth.logout();
  expect(auth.session.status).toBe("anonymous");
  letGo();
  await leaving;
  expect(await acting).toBe(what === "refresh" ? null : "aborted");
  expect(browser.shelf.items.size).toBe(0);
  expect(told.at(-1)).toBe("logout");
  // It is the last one that the service is told of.
  const [sent] = browser.service.seen.filter(({ path }) => path === "logout/");
  expect(JSON.parse(String(sent?.body)).refresh).toBe(browser.service.tokens.at(-2));
});

test("a sign-out in one tab is not undone by the late write of another", async () => {
  const browser = await openBrowser();
  const { storage, hold, letGo, asked } = holding(browser.shelf);
  const first = await browser.signedIn({ mode: { storage } });
  const second = browser.tab({ mode: { storage } });
  await second.auth.ready;
  hold();
  const refreshing = first.auth.refresh();
  const before = asked();
  await vi.waitFor(() => expect(asked()).toBe(before + 1));
  await second.auth.logout();
  letGo();
  expect(await refreshing).toBeNull();
  await vi.waitFor(() => expect(browser.shelf.items.size).toBe(0));
  expect(first.auth.session.status).toBe("anonymous");
});

beforeEach(() => vi.unstubAllGlobals());
afterEach(() => vi.unstubAllGlobals());

test("what React Native lacks isn't needed", async () => {
  const { any, timeout } = AbortSignal;
  const lacking = AbortSignal as unknown as Record<string, unknown>;
  for (const name of ["TextDecoder", "BroadcastChannel", "navigator", "window"]) vi.stubGlobal(name, undefined);
  Object.assign(lacking, { any: undefined, timeout: undefined });
  try {
    const browser = await openBrowser();
    const { auth } = await browser.signedIn({ mode: { storage: kept("async").storage } });
    browser.service.expire();
    expect((await auth.fetch("me/")).status).toBe(200);
    expect(auth.session.user).toMatchObject({ name: "ada Łukasiewicz" });
    await auth.logout();
    expect(browser.service.count("logout/")).toBe(1);
  } finally {
    Object.assign(lacking, { any, timeout });
  }
});
