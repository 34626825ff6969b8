import { expect, test } from "vitest";
import type { Answer, Problem } from "../src/service/answer";
import type { Service } from "../src/service/service";
import { open, play, type Step, signOut, type Theft } from "../src/theft/theft";

const refusal = (code: string): Answer => ({ ok: false, problem: { kind: "refused", status: 401, code, detail: "" } });
const pair = (number: number): Answer => ({ ok: true, data: { access: `a${number}`, refresh: `r${number}` } });
const NO_ANSWER: Answer = { ok: false, problem: { kind: "unreachable" } };

/** A service that answers with *answers*, one after the other. */
function script(...answers: Answer[]) {
  const asked: unknown[][] = [];
  const asVisitor = async (...request: unknown[]) => {
    asked.push(request);
    return answers.shift() ?? NO_ANSWER;
  };
  return { service: { asVisitor, asUser: asVisitor } as Service, asked };
}

async function opened(service: Service): Promise<Theft> {
  const theft = await open(service, { username: "ada", password: "x" });
  if ("kind" in theft) throw new Error("The password was right.");
  return theft;
}

test("the thief is found out, and both are out", async () => {
  const { service, asked } = script(
    pair(0),
    pair(1),
    pair(2),
    refusal("token_reused"),
    refusal("session_revoked"),
    refusal("session_revoked"),
  );
  let theft = await opened(service);
  const steps: Step[] = [theft.step];
  while (theft.step !== "over") {
    theft = await play(theft, service);
    steps.push(theft.step);
  }
  expect(steps).toEqual(["copy", "refresh", "replay", "refresh again", "use", "over"]);
  expect(asked.slice(1)).toEqual([
    ["POST", "token/refresh/", { refresh: "r0" }],
    ["POST", "token/refresh/", { refresh: "r1" }],
    ["POST", "token/refresh/", { refresh: "r0" }],
    ["POST", "token/refresh/", { refresh: "r2" }],
    ["GET", "users/me/", undefined, "a2"],
  ]);
  expect(theft.log.map(({ who, answer }) => `${who} ${answer}`)).toEqual([
    "owner 200",
    "owner 200",
    "owner 200",
    "thief 401 token_reused",
    "owner 401 session_revoked",
    "owner 401 session_revoked",
  ]);
});

test("where nothing rotates, nobody notices, and the session is signed out in the end", async () => {
  const access = (number: number): Answer => ({ ok: true, data: { access: `a${number}` } });
  const { service, asked } = script(pair(0), access(1), access(2));
  let theft = await opened(service);
  const steps: Step[] = [];
  while (theft.step !== "unnoticed") {
    theft = await play(theft, service);
    steps.push(theft.step);
  }
  expect(steps).toEqual(["refresh", "replay", "unnoticed"]);
  expect(theft).toMatchObject({ refresh: "r0", stolen: "r0", refreshedAt: 0 });
  expect(theft.log.map(({ who, answer }) => `${who} ${answer}`)).toEqual(["owner 200", "owner 200", "thief 200"]);
  await signOut(theft, service);
  expect(asked.at(-1)).toEqual(["POST", "logout/", { refresh: "r0" }]);
});

test("an access token that expired while nobody looked ends the play as well", async () => {
  const { service } = script(pair(0), refusal("token_expired"));
  const theft = await play({ ...(await opened(service)), step: "use" }, service);
  expect(theft.step).toBe("over");
});

test("a wrong password opens nothing", async () => {
  const { service } = script(refusal("no_active_account"));
  expect(((await open(service, {})) as Problem).kind).toBe("refused");
});

test.each([
  ["the first refresh", [], "refresh", "r0"],
  ["the second refresh", [pair(1)], "refresh", "r1"],
] as const)("without an answer to %s, it is tried again", async (_, answers, step, refresh) => {
  const { service } = script(pair(0), ...answers);
  const theft = await play(await play(await opened(service), service), service);
  expect(theft).toMatchObject({ step, refresh, stolen: "r0" });
  expect(theft.log.at(-1)?.answer).toBe("no answer");
});

test("a replay that comes too early changes nothing", async () => {
  const { service } = script(pair(0), pair(1), pair(2), pair(2));
  let theft = await opened(service);
  for (let act = 0; act < 3; act++) theft = await play(theft, service);
  expect(theft).toMatchObject({ step: "replay", refresh: "r2", stolen: "r0" });
});

test("who leaves in the middle is signed out", async () => {
  const { service, asked } = script(pair(0));
  const theft = await opened(service);
  await signOut(theft, service);
  await signOut({ ...theft, step: "over" }, service);
  expect(asked.slice(1)).toEqual([["POST", "logout/", { refresh: "r0" }]]);
});
