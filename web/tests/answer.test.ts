import { expect, test } from "vitest";
import { problemOf } from "../src/service/answer";
import { inWords } from "../src/service/problemWords";
import { createService } from "../src/service/service";

const json = (status: number, body: unknown, headers = {}) => Response.json(body, { status, headers });
const wordsOf = async (response: Response) => inWords(await problemOf(response));

test("errors of a field are under its name", async () => {
  const problem = await problemOf(
    json(400, { password: ["Too short.", "Too common."], email: ["Not one."], code: "invalid" }),
  );
  expect(problem).toEqual({ kind: "fields", fields: { password: ["Too short.", "Too common."], email: ["Not one."] } });
});

test("an error of no particular field is said without a name", async () => {
  expect(await wordsOf(json(400, { non_field_errors: ["No."] }))).toBe("No.");
  const refusal = { detail: "Two cookies.", code: "ambiguous_cookie" };
  expect(await problemOf(json(400, refusal))).toEqual({ kind: "refused", status: 400, ...refusal, body: refusal });
});

test("a reason says more than a code", async () => {
  const refusal = { detail: "Token is blacklisted", code: "token_not_valid", reason: "token_reused" };
  expect(await problemOf(json(401, refusal))).toMatchObject({ status: 401, code: "token_reused" });
});

test("who was too often there is told for how long", async () => {
  expect(await wordsOf(json(429, {}, { "Retry-After": "130" }))).toBe(
    "That was too often. Try again in 2\u00a0minutes, 10\u00a0seconds.",
  );
  expect(await wordsOf(json(429, {}))).toBe("That was too often. Try again later.");
});

test.each([
  json(503, { detail: "secret" }),
  new Response("<h1>Bad gateway</h1>", { status: 502 }),
  new Response("<h1>Not found</h1>", { status: 404 }),
])("a failure of the service is its own", async (response) => {
  expect(await wordsOf(response)).toMatch(/^The service has a problem of its own \(\d+\)/);
});

function serviceWith(answer: () => Promise<Response>) {
  const sent: [string, RequestInit | undefined][] = [];
  const fetch = (url: string, init?: RequestInit) => {
    sent.push([url, init]);
    return answer();
  };
  return { service: createService("/api/v1/", fetch, fetch), sent };
}

test("a request has its token in a header, and its body in JSON", async () => {
  const { service, sent } = serviceWith(async () => json(200, { id: 1 }));
  expect(await service.asVisitor("POST", "users/", { a: 1 }, "token")).toEqual({ ok: true, data: { id: 1 } });
  expect(sent).toEqual([
    [
      "/api/v1/users/",
      {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: "Bearer token" },
        body: '{"a":1}',
      },
    ],
  ]);
});

test("an answer without a body is one", async () => {
  const { service } = serviceWith(async () => new Response(null, { status: 204 }));
  expect(await service.asUser("DELETE", "sessions/1/")).toEqual({ ok: true, data: null });
});

test("no answer is a problem, and no exception", async () => {
  const { service } = serviceWith(() => Promise.reject(new TypeError("Failed to fetch")));
  expect(await service.asUser("GET", "sessions/")).toEqual({ ok: false, problem: { kind: "unreachable" } });
});
