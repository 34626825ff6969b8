import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pause } from "../src/pause.js";
import { Locks } from "./service/locks.js";
import { soon } from "./service/soon.js";
import { type Browser, openBrowser } from "./service/start.js";

const nameIn = ({ service }: Browser) => `signet storage ${service.url}`;

let locks: Locks;

beforeEach(() => {
  locks = new Locks();
  vi.stubGlobal("navigator", { locks });
});
afterEach(() => vi.unstubAllGlobals());

/** Messages to other tabs are under way for so many milliseconds. */
function delayMessages(time: number): void {
  vi.stubGlobal(
    "BroadcastChannel",
    class extends BroadcastChannel {
      override postMessage(message: unknown): void {
        setTimeout(() => super.postMessage(message), time).unref();
      }
    },
  );
}

async function twoTabs() {
  const browser = await openBrowser();
  const { auth: first } = await browser.signedIn();
  const { auth: second } = browser.tab();
  await second.ready;
  await soon(() => expect(first.session).toEqual(second.session));
  const before = browser.service.count("token/refresh/");
  return { browser, first, second, refreshes: () => browser.service.count("token/refresh/") - before };
}

test("the lock is for the refresh alone", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn();
  await auth.fetch("me/");
  expect(locks.asked).toEqual([]);
  expect(await auth.refresh()).toBeTruthy();
  const [lock, news] = locks.asked;
  expect(lock).toBe(nameIn(browser));
  expect(news).toMatch(/ news 0\.\d+$/);
  expect(locks.asked).toHaveLength(2);
});

test("a lock that is held for ever is done without, and not waited for after a logout", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn();
  void locks.request(nameIn(browser), () => new Promise(() => {}));
  const begun = performance.now();
  expect(await auth.refresh()).toBeTruthy();
  expect(performance.now() - begun).toBeGreaterThan(2_900);
  expect(performance.now() - begun).toBeLessThan(8_000);

  const waiting = auth.refresh();
  await pause(20);
  await auth.logout();
  expect(await waiting).toBeNull();
});

test("a refresh that fails in the lock is not made again without it", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn();
  browser.service.order("token/refresh/", () => ({ status: 503 }));
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", status: 503 });
  expect(browser.service.count("token/refresh/")).toBe(1);
});

test("who waited for the lock takes what came meanwhile", async () => {
  const { browser, first, second, refreshes } = await twoTabs();
  let release = () => {};
  void locks.request(nameIn(browser), () => new Promise<void>((resolve) => (release = resolve)));
  const both = Promise.all([first.refresh(), second.refresh()]);
  await soon(() => expect(locks.asked.filter((name) => name === nameIn(browser))).toHaveLength(4));
  release();
  const [one, other] = await both;
  expect(other).toBe(one);
  expect(refreshes()).toBe(1);
});

test("who gets the lock sooner than the news waits for the news", async () => {
  delayMessages(150);
  const { first, second, refreshes } = await twoTabs();
  const [one, other] = await Promise.all([first.refresh(), second.refresh()]);
  expect(other).toBe(one);
  expect(refreshes()).toBe(1);
});

test("news that never come are waited for half a second", async () => {
  delayMessages(60_000);
  const browser = await openBrowser();
  const { auth: first } = await browser.signedIn();
  const { auth: second } = browser.tab();
  await second.ready;
  const begun = performance.now();
  expect(await first.refresh()).toBeTruthy();
  expect(performance.now() - begun).toBeGreaterThan(400);
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(browser.service.count("token/refresh/")).toBe(2);
});

test("who has heard the news, or told them, waits for nothing", async () => {
  const { first, second, refreshes } = await twoTabs();
  await second.refresh();
  await second.refresh();
  await soon(() => expect(first.session).toEqual(second.session));
  const begun = performance.now();
  await first.refresh();
  expect(performance.now() - begun).toBeLessThan(400);
  expect(refreshes()).toBe(3);
});

test("in memory each has a session of its own, and waits for nobody", async () => {
  const opened = vi.fn();
  vi.stubGlobal("BroadcastChannel", opened);
  const browser = await openBrowser();
  const one = await browser.signedIn({ mode: "memory" });
  const other = await browser.signedIn({ mode: "memory" });
  await Promise.all([one.auth.refresh(), other.auth.refresh()]);
  expect(new Set(locks.asked).size).toBe(4);
  expect(other.told).toEqual(["ready", "login", "refreshed"]);
  // A server that makes one for each request would keep its channels for ever.
  expect(opened).not.toHaveBeenCalled();
});

test("where there are no locks, no timer is left after a refresh", async () => {
  vi.unstubAllGlobals();
  const browser = await openBrowser();
  const { auth } = await browser.signedIn();
  const timer = vi.spyOn(globalThis, "setTimeout");
  await auth.refresh();
  expect(timer.mock.calls.map(([, time]) => time)).not.toContain(500);
  timer.mockRestore();
});
