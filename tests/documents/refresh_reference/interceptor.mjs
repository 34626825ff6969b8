// The interceptor of the tutorials, in Node: a line in, a line out.

import { createInterface } from "node:readline";

import axios from "axios";

const [client, baseURL, username, password] = process.argv.slice(2);
const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
};
const { createClient } = await import(client);

let isSignedOut = false;
const api = createClient(axios, baseURL, { onSignedOut: () => (isSignedOut = true) });
await api.signIn(username, password);

for await (const count of createInterface({ input: process.stdin })) {
  const asked = Array.from({ length: Number(count) }, () => api.get("protected/"));
  const answers = await Promise.allSettled(asked);
  const statuses = answers.map(({ value, reason }) => value?.status ?? reason.response?.status ?? String(reason));
  process.stdout.write(`${JSON.stringify({ statuses, isSignedOut })}\n`);
}
