import axios from "axios";
import { expect, test } from "vitest";
import { attachAxios } from "../src/axios.js";
import { openBrowser, startService } from "./service/start.js";

test("absolute URLs of other origins get no token, whatever they look like", async () => {
  const { service, signedIn } = await openBrowser();
  const elsewhere = await startService();
  const { auth } = await signedIn({ fetch });
  const host = new URL(elsewhere.url).host;
  const port = new URL(service.url).port;

  await auth.fetch(`${elsewhere.origin}/a`);
  await auth.fetch(new URL(`${elsewhere.origin}/b`));
  await auth.fetch(new Request(`${elsewhere.origin}/c`));
  await auth.fetch(`//${host}/d`);
  await auth.fetch(`/\\${host}/e`);
  await auth.fetch(elsewhere.origin.replace("127.0.0.1", "localhost")).catch(() => {});
  // What looks like the service is the name of a user at another place.
  await auth.fetch(`http://127.0.0.1:${port}@${host}/f`).catch(() => {});
  await auth.fetch(`http:${host}/g`).catch(() => {});

  expect(elsewhere.seen.map(({ path }) => path)).toEqual(expect.arrayContaining(["a", "b", "c", "d", "e"]));
  expect(elsewhere.seen.filter(({ authorization }) => authorization)).toEqual([]);
  await auth.fetch("me/");
  expect(service.seen.at(-1)?.authorization).toMatch(/^Bearer /);
});

test.each([302, 307])("a redirect (%i) to another origin carries no token", async (status) => {
  const { service, signedIn } = await openBrowser();
  const elsewhere = await startService();
  const { auth } = await signedIn();
  const away = () => ({ status, headers: { Location: `${elsewhere.url}there` } });
  service.order("away/", away, away, away);
  await auth.fetch("away/");
  await auth.fetch("away/", { method: "POST", body: "text" });
  const client = axios.create({ baseURL: service.url, adapter: "http" });
  attachAxios(client, auth);
  await client.get("away/").catch(() => {});

  expect(service.seen.filter(({ path }) => path === "away/").every(({ authorization }) => authorization)).toBe(true);
  expect(elsewhere.seen).toHaveLength(3);
  expect(elsewhere.seen.filter(({ authorization }) => authorization)).toEqual([]);
});

test.each(["token/", "token/refresh/", "logout/"])("a redirect of %s is not followed", async (path) => {
  const { service, signedIn } = await openBrowser();
  const elsewhere = await startService();
  const { auth } = await signedIn();
  service.order(path, () => ({ status: 307, headers: { Location: elsewhere.url } }));
  await auth.login({ username: "ada", password: "right" }).catch(() => {});
  await auth.refresh().catch(() => {});
  await auth.logout();
  expect(elsewhere.seen).toEqual([]);
});

test("axios, attached, gives no token to other origins", async () => {
  const { service, signedIn } = await openBrowser();
  const elsewhere = await startService();
  const { auth } = await signedIn();
  const client = axios.create({ baseURL: service.url, adapter: "http" });
  attachAxios(client, auth);
  await client.get(`${elsewhere.url}a`).catch(() => {});
  await client.get("b", { baseURL: elsewhere.url }).catch(() => {});
  expect(elsewhere.seen).toHaveLength(2);
  expect(elsewhere.seen.filter(({ authorization }) => authorization)).toEqual([]);
});

test("a caller's own way to authenticate is left alone", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const headers = { Authorization: "Basic YTpi" };
  expect((await auth.fetch("me/", { headers })).status).toBe(401);
  expect((await auth.fetch(new Request(`${service.url}me/`, { headers }))).status).toBe(401);
  expect(service.seen.slice(-2).map(({ authorization }) => authorization)).toEqual(["Basic YTpi", "Basic YTpi"]);
  expect(service.count("token/refresh/")).toBe(0);
});
