// A client in JavaScript, for many lifetimes of its access token: how many of its requests were answered in each.
//
//     node javascript.mjs CLIENT CLOCK SECONDS 5,20,5 URL URL
//
// CLIENT is access, both or ours; it signs in at each URL, and sends so many requests at once after each expiry.

import axios from "../../node_modules/axios/index.js";
import { createClient, keepBoth } from "../../examples/naive_clients/axios_client.js";

const [client, clock, seconds, crowds, ...urls] = process.argv.slice(2);
const [username, password] = ["ada", "correct-horse-battery"];

const shelf = new Map();
globalThis.localStorage = {
  getItem: (key) => shelf.get(key) ?? null,
  setItem: (key, value) => shelf.set(key, value),
  removeItem: (key) => shelf.delete(key),
};

async function naive(url, options) {
  const api = createClient(axios, url, options);
  await api.signIn(username, password);
  return () => api.get("me/").then((answer) => answer.status === 200);
}

async function ours(url) {
  const { createAuth } = await import("../../clients/js/dist/index.js");
  const auth = createAuth({ baseURL: url, mode: { storage: localStorage } });
  await auth.login({ username, password });
  return () => auth.fetch("me/").then((answer) => answer.ok);
}

async function live(url) {
  shelf.clear();
  const ask = await CLIENTS[client](url);
  const answered = [];
  for (const crowd of crowds.split(",").map(Number)) {
    await fetch(clock, { method: "POST", body: seconds });
    const answers = await Promise.all(Array.from({ length: crowd }, () => ask().catch(() => false)));
    answered.push(answers.filter(Boolean).length);
  }
  return answered;
}

const CLIENTS = { access: naive, both: (url) => naive(url, { keep: keepBoth }), ours };
const lives = [];
for (const url of urls) lives.push(await live(url));
console.log(JSON.stringify(lives));
process.exit();
