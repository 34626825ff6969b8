import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Mode } from "../src/index.js";
import { pause } from "../src/pause.js";
import { Shelf } from "./service/browser.js";
import { late } from "./service/service.js";
import { soon } from "./service/soon.js";
import { type Browser, openBrowser } from "./service/start.js";

function closedGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const stored = new Shelf();

beforeEach(() => {
  stored.items.clear();
  vi.stubGlobal("window", { localStorage: stored });
});
afterEach(() => vi.unstubAllGlobals());

const modeOf = (kind: string, { shelf }: Browser): Mode => (kind === "cookie" ? "cookie" : { storage: shelf });

test.each(["cookie", "storage"])("a second tab follows the first (%s)", async (kind) => {
  const browser = await openBrowser();
  const mode = modeOf(kind, browser);
  const second = browser.tab({ mode });
  await second.auth.ready;
  const { auth } = await browser.signedIn({ mode });
  await soon(() => expect(second.auth.session.status).toBe("authenticated"));
  expect(await second.auth.getAccessToken()).toBe(await auth.getAccessToken());

  browser.service.expire();
  await auth.fetch("me/");
  await soon(() => expect(second.told).toHaveLength(3));
  expect((await second.auth.fetch("me/")).status).toBe(200);
  expect(browser.service.count("token/refresh/")).toBe(1);

  await auth.logout();
  await soon(() => expect(second.auth.session.status).toBe("anonymous"));
  expect(second.told).toEqual(["ready", "other-tab", "other-tab", "other-tab"]);
  expect(await second.auth.getAccessToken()).toBeNull();
  expect(browser.service.count("token/refresh/")).toBe(1);
});

test("what a tab is told it doesn't tell", async () => {
  const browser = await openBrowser();
  const heard: string[] = [];
  const channel = new BroadcastChannel(`signet cookie ${browser.service.url}`);
  channel.onmessage = ({ data }) => heard.push(data.type);
  browser.tab({ mode: "cookie" });
  browser.tab({ mode: "cookie" });
  const { auth } = await browser.signedIn({ mode: "cookie" });
  await auth.refresh();
  await auth.logout();
  await pause(50);
  channel.close();
  expect(heard).toEqual(["login", "refreshed", "logout"]);
});

test("another user's sign-in is everybody's", async () => {
  const browser = await openBrowser();
  const { auth, told } = await browser.signedIn({ mode: "cookie" });
  const gate = closedGate();
  browser.service.order("token/refresh/", async (truth) => {
    await gate.opened;
    return truth();
  });
  const refreshing = auth.refresh();
  await browser.service.arrived("token/refresh/");
  const second = browser.tab({ mode: "cookie", fetch });
  await second.auth.login({ username: "bob", password: "right" });
  await soon(() => expect(auth.session.user).toMatchObject({ sub: "bob" }));
  gate.open();
  expect(await refreshing).toBe(await second.auth.getAccessToken());
  expect(auth.session.user).toMatchObject({ sub: "bob" });
  expect(told).toEqual(["ready", "login", "other-tab"]);
});

test("the result of the previous user's refresh is discarded", async () => {
  const browser = await openBrowser();
  // A transport that doesn't hear that it may stop.
  const deaf: typeof fetch = (input, init) => fetch(input, { ...init, signal: null });
  const { auth, told } = await browser.signedIn({ mode: "cookie", fetch: deaf });
  const access = browser.service.tokens[1];
  const gate = closedGate();
  browser.service.order("token/refresh/", async () => {
    await gate.opened;
    return { status: 200, data: { access, expires_in: 300 } };
  });
  const refreshing = auth.refresh();
  await browser.service.arrived("token/refresh/");
  const second = browser.tab({ mode: "cookie", fetch });
  await second.auth.ready;
  await second.auth.login({ username: "bob", password: "right" });
  await soon(() => expect(auth.session.user).toMatchObject({ sub: "bob" }));
  gate.open();
  expect(await refreshing).toBe(await second.auth.getAccessToken());
  expect(auth.session.user).toMatchObject({ sub: "bob" });
  expect(told).toEqual(["ready", "login", "other-tab"]);
});

test("a refresh on its way doesn't sign a tab in again that signed out", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn({ mode: "cookie" });
  const token = String(await auth.getAccessToken());
  await auth.logout();
  const channel = new BroadcastChannel(`signet cookie ${browser.service.url}`);
  channel.postMessage({ type: "refreshed", token, lifetime: 300_000, at: Date.now() + 1 });
  await pause(50);
  channel.close();
  expect(auth.session.status).toBe("anonymous");
});

test("an older token replaces no newer one, and a sign-out none of a later sign-in", async () => {
  const browser = await openBrowser();
  const before = Date.now() - 1;
  const { auth, told } = await browser.signedIn();
  const [, old] = browser.service.tokens;
  const token = await auth.refresh();
  const channel = new BroadcastChannel(`signet storage ${browser.service.url}`);
  channel.postMessage({ type: "refreshed", token: old, lifetime: 300_000, at: before });
  channel.postMessage({ type: "login", token: old, lifetime: 300_000, at: before });
  channel.postMessage({ type: "logout", at: before });
  await pause(50);
  channel.close();
  expect(await auth.getAccessToken()).toBe(token);
  expect(told).toEqual(["ready", "login", "refreshed"]);
});

test("a malformed message is ignored", async () => {
  const browser = await openBrowser();
  const { auth, told } = await browser.signedIn();
  const channel = new BroadcastChannel(`signet storage ${browser.service.url}`);
  const [, token] = browser.service.tokens;
  const at = Date.now() + 1_000;
  const nonsense = [
    null,
    "logout",
    7,
    {},
    { type: "refreshed", at },
    { type: "refreshed", token: "a.b.c", lifetime: 300_000, at },
    { type: "refreshed", token: `${token}\r\nX: 1`, lifetime: 300_000, at },
    { type: "refreshed", token, at },
    { type: "refreshed", token, lifetime: 300_000 },
    { type: "other", token, lifetime: 300_000, at },
  ];
  for (const message of nonsense) channel.postMessage(message);
  await pause(50);
  channel.close();
  expect(told).toEqual(["ready", "login"]);
  expect((await auth.fetch("me/")).status).toBe(200);
});

test("two apps of one origin don't mix", async () => {
  const [one, two] = [await openBrowser(), await openBrowser()];
  const stranger = two.tab({ mode: "cookie" });
  const storage = one.tab();
  await one.signedIn({ mode: "cookie" });
  await pause(30);
  expect(stranger.told).toEqual(["ready"]);
  expect(storage.told).toEqual(["ready"]);
  expect([...stored.items.keys()]).toEqual([`signet cookie ${one.service.url}`]);
});

test("a tab uses the refresh token that another got, without a message about it", async () => {
  const browser = await openBrowser();
  vi.stubGlobal("BroadcastChannel", undefined);
  const { auth } = await browser.signedIn();
  const second = browser.tab();
  await second.auth.ready;
  browser.service.expire();
  expect((await auth.fetch("me/")).status).toBe(200);
  expect((await second.auth.fetch("me/")).status).toBe(200);
  await second.auth.logout();
  expect(await auth.refresh()).toBeNull();
  expect(auth.session.status).toBe("anonymous");
});

test("a tab that was overtaken asks with the token of the faster one", async () => {
  const browser = await openBrowser();
  vi.stubGlobal("BroadcastChannel", undefined);
  const { auth } = await browser.signedIn();
  const second = browser.tab();
  await second.auth.ready;
  browser.service.order("token/refresh/", async () => {
    await second.auth.refresh();
    return { status: 401 };
  });
  expect(await auth.refresh()).toBe(browser.service.tokens.at(-1));
  expect(auth.session.status).toBe("authenticated");
});

test("a tab that signed out isn't signed in again by the refresh of one that got no message", async () => {
  const browser = await openBrowser();
  vi.stubGlobal("BroadcastChannel", undefined);
  const { auth, told } = await browser.signedIn();
  const second = browser.tab();
  await second.auth.ready;
  browser.service.order("token/refresh/", late);
  const refreshing = auth.refresh();
  await browser.service.arrived("token/refresh/");
  await second.auth.logout();
  expect(await refreshing).toBeNull();
  expect(told).toEqual(["ready", "login", "other-tab"]);
  expect(browser.shelf.items.size).toBe(0);
});
