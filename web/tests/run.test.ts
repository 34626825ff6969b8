import { createAuth } from "drf-signet-client";
import { expect, test } from "vitest";
import { createNaiveClient } from "../src/requests/naiveClient";
import { count, label, type Run, run } from "../src/requests/run";
import { createTransport } from "../src/service/transport";

const API = "http://signet.test/api/v1/";
const ME = `${API}users/me/`;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A service that gives out a new token at each refresh, and takes any that isn't spoiled. */
function service() {
  let issued = 0;
  const genuine = new Set<string | null>();
  const token = () => {
    issued += 1;
    const fresh = `${encode({ alg: "HS256" })}.${encode({ jti: issued, exp: Date.now() / 1000 + 300 })}.sig${issued}`;
    genuine.add(`Bearer ${fresh}`);
    return fresh;
  };
  const fetch = async (input: RequestInfo | URL) => {
    const request = input as Request;
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (request.method === "POST") return Response.json({ access: token(), refresh: "r", expires_in: 300 });
    return new Response("{}", { status: genuine.has(request.headers.get("Authorization")) ? 200 : 401 });
  };
  return { fetch, token };
}

async function send(
  request: (url: string) => Promise<Response>,
  transport: ReturnType<typeof createTransport>,
): Promise<Run> {
  let last: Run = { exchanges: [], isOver: false };
  await run(transport, request, ME, (made) => {
    last = made;
  });
  return last;
}

test("the tutorial's client refreshes once for each request that was refused", async () => {
  const { fetch, token } = service();
  const transport = createTransport(fetch);
  const first = token();
  transport.expire(first);
  const { exchanges, isOver } = await send(
    createNaiveClient(transport.fetch, `${API}browser/token/refresh/`, first).request,
    transport,
  );
  expect(isOver).toBe(true);
  expect(count(exchanges)).toEqual({ refused: 5, refreshes: 5, answered: 5, unanswered: 0, throttled: 0 });
});

test("our client refreshes once", async () => {
  const { fetch } = service();
  const transport = createTransport(fetch);
  const auth = createAuth({ baseURL: API, mode: "memory", fetch: transport.fetch });
  await auth.login({ username: "ada", password: "correct-horse-battery" });
  transport.expire(await auth.getAccessToken());
  const { exchanges } = await send(auth.fetch, transport);
  expect(count(exchanges)).toEqual({ refused: 5, refreshes: 1, answered: 5, unanswered: 0, throttled: 0 });
  auth.dispose();
});

test("a valid token needs no refresh", async () => {
  const { fetch, token } = service();
  const transport = createTransport(fetch);
  const { exchanges } = await send(
    createNaiveClient(transport.fetch, `${API}browser/token/refresh/`, token()).request,
    transport,
  );
  expect(count(exchanges)).toEqual({ refused: 0, refreshes: 0, answered: 5, unanswered: 0, throttled: 0 });
});

test("without a network nothing is answered, and our session goes on", async () => {
  const { fetch } = service();
  const transport = createTransport(fetch);
  const auth = createAuth({ baseURL: API, mode: "memory", fetch: transport.fetch });
  await auth.login({ username: "ada", password: "correct-horse-battery" });
  transport.cutOff(true);
  const { exchanges } = await send(auth.fetch, transport);
  expect(count(exchanges)).toMatchObject({ answered: 0, unanswered: 5 });
  expect(auth.session.status).toBe("authenticated");
  auth.dispose();
});

test("bars are named by what they are", () => {
  const bar = { start: 0, end: 1, status: 401 };
  const exchanges = [
    { ...bar, id: 0, kind: "request", number: 1 },
    { ...bar, id: 1, kind: "refresh", number: null },
    { ...bar, id: 2, kind: "request", number: 1 },
  ] as const;
  expect(exchanges.map((exchange) => label(exchange, [...exchanges]))).toEqual([
    "Request 1",
    "Refresh",
    "Request 1 again",
  ]);
});
