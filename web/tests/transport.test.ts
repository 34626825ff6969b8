import { expect, test, vi } from "vitest";
import { createTransport, type Exchange, spoil } from "../src/service/transport";

const URL_OF_ME = "http://signet.test/api/v1/users/me/";
const REFRESH = "http://signet.test/api/v1/browser/token/refresh/";
const TOKEN = "aaaa.bbbb.cccc";

function network(status = 200) {
  const sent: Request[] = [];
  const fetch = vi.fn(async (input: RequestInfo | URL) => {
    sent.push(input as Request);
    return new Response("{}", { status });
  });
  return { fetch, sent };
}

const withToken = { headers: { Authorization: `Bearer ${TOKEN}` } };

test("a token is spoiled in its signature alone, and always", () => {
  expect(spoil("a.b.cde")).toBe("a.b.Ade");
  expect(spoil("a.b.Ade")).toBe("a.b.Bde");
});

test("an expired token is spoiled on its way, and no other", async () => {
  const { fetch, sent } = network();
  const transport = createTransport(fetch);
  await transport.fetch(URL_OF_ME, withToken);
  transport.expire(TOKEN);
  await transport.fetch(URL_OF_ME, withToken);
  await transport.fetch(URL_OF_ME, { headers: { Authorization: "Bearer aaaa.bbbb.dddd" } });
  await transport.fetch(URL_OF_ME);
  transport.expire(null);
  await transport.fetch(URL_OF_ME, withToken);
  expect(sent.map(({ headers }) => headers.get("Authorization"))).toEqual([
    "Bearer aaaa.bbbb.cccc",
    "Bearer aaaa.bbbb.Accc",
    "Bearer aaaa.bbbb.dddd",
    null,
    "Bearer aaaa.bbbb.cccc",
  ]);
});

test("what else is in a request arrives", async () => {
  const { fetch, sent } = network();
  await createTransport(fetch).fetch(REFRESH, { method: "POST", body: '{"a":1}', credentials: "include" });
  expect(sent[0]?.method).toBe("POST");
  expect(sent[0]?.credentials).toBe("include");
  expect(await sent[0]?.json()).toEqual({ a: 1 });
});

test("a recording has the requests with a number, and refreshes", async () => {
  let time = 100;
  const { fetch } = network(401);
  const transport = createTransport(fetch, () => time++);
  let exchanges: Exchange[] = [];
  const stop = transport.record((noted) => {
    exchanges = noted;
  });
  await transport.fetch(`${URL_OF_ME}?request=3`);
  await transport.fetch(REFRESH, { method: "POST" });
  await transport.fetch(URL_OF_ME);
  stop();
  await transport.fetch(REFRESH, { method: "POST" });
  expect(exchanges).toEqual([
    { id: 0, kind: "request", number: 3, start: 1, end: 2, status: 401 },
    { id: 1, kind: "refresh", number: null, start: 3, end: 4, status: 401 },
  ]);
});

test("a request under way is shown, and one that ends after the recording is not", async () => {
  let answer: (response: Response) => void = () => {};
  const transport = createTransport(() => new Promise((resolve) => (answer = resolve)));
  let exchanges: Exchange[] = [];
  const stop = transport.record((noted) => {
    exchanges = noted;
  });
  const late = transport.fetch(`${URL_OF_ME}?request=1`);
  expect(exchanges[0]?.end).toBeNull();
  stop();
  answer(new Response());
  await late;
  expect(exchanges[0]?.end).toBeNull();
});

test("cut off, nothing is sent, and the failure is that of a dead network", async () => {
  const { fetch, sent } = network();
  const transport = createTransport(fetch);
  let exchanges: Exchange[] = [];
  transport.record((noted) => {
    exchanges = noted;
  });
  transport.cutOff(true);
  await expect(transport.fetch(`${URL_OF_ME}?request=1`)).rejects.toThrow(TypeError);
  expect(sent).toHaveLength(0);
  expect(exchanges[0]).toMatchObject({ status: null, end: expect.any(Number) });
  transport.cutOff(false);
  await expect(transport.fetch(URL_OF_ME)).resolves.toMatchObject({ status: 200 });
});
