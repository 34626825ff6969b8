// The clients in JavaScript: node javascript_clients.mjs ORDER, until stdin ends. Each person does one of these, over and
// over: tabs that share a cookie, tabs that share a storage, and one page on a network that loses answers.

import { setTimeout as sleep } from "node:timers/promises";
import { createAuth } from "../../clients/js/dist/index.js";
import { Jar, recordedFetch } from "./javascript_recording.mjs";

const order = JSON.parse(process.argv[2]);
const PASSWORD = "correct-horse-battery";
const TABS = 4;
const PARTS = [cookieTabs, storageTabs, loser];
let isOver = false;

/** A place that remembers, as `localStorage` does; in cookie mode, the client asks for that of the window. */
class Shelf {
  kept = new Map();
  getItem = (key) => this.kept.get(key) ?? null;
  setItem = (key, value) => void this.kept.set(key, value);
  removeItem = (key) => void this.kept.delete(key);
}
globalThis.window = { localStorage: new Shelf() };

function rest() {
  return sleep(((0.5 + Math.random()) * PARTS.length * 1_000) / order.rate);
}

/** Tabs of one browser: each has a client of its own, and they share what a browser shares. */
function open(part, user, mode, jar, loses, number) {
  const fetch = recordedFetch(order.log, `${order.name}.${part}`, user, jar, loses);
  // The same address under another name, so that the browsers of this process get no messages of each other.
  const prefix = "./".repeat(1 + PARTS.findIndex(({ name }) => name === part)) + (mode === "cookie" ? "browser/" : "");
  const options = { baseURL: `${order.url}api/v1/`, mode, fetch, paths: { prefix } };
  return { fetch, tabs: Array.from({ length: number }, () => createAuth(options)) };
}

async function live({ fetch, tabs }, user) {
  const [first, ...others] = tabs;
  await Promise.all(tabs.map((tab) => tab.ready));
  while (!(await first.login({ username: user, password: PASSWORD }).then(Boolean, () => false))) {
    if (isOver) return;
    await rest();
  }
  for (let round = 3 + Math.floor(Math.random() * 6); round > 0 && !isOver; round--) {
    await rest();
    await Promise.all(tabs.map((tab) => tab.refresh().catch(() => {})));
    await rest();
    fetch.spoils = Math.random() < 0.3;
    await Promise.all(tabs.map((tab) => tab.fetch("users/me/").catch(() => {})));
  }
  await (others[0] ?? first).logout(Math.random() < 0.3 ? "all" : undefined).catch(() => {});
  for (const tab of tabs) tab.dispose();
  fetch.close();
}

async function cookieTabs(user) {
  globalThis.window.localStorage = new Shelf();
  await live(open("cookieTabs", user, "cookie", new Jar(), 0, TABS), user);
}

async function storageTabs(user) {
  await live(open("storageTabs", user, { storage: new Shelf() }, null, 0, TABS), user);
}

async function loser(user) {
  await live(open("loser", user, { storage: new Shelf() }, null, 0.3, 1), user);
}

async function play(part, person) {
  while (!isOver) await part(`history${person}`);
}

process.stdin.on("end", () => {
  isOver = true;
});
process.stdin.resume();
await Promise.all(PARTS.map((part, number) => play(part, order.first_person + number)));
process.exit();
