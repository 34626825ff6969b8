// A refresh token is stolen: what its owner and the thief do, one act at a time, and what the service answers.

import type { MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import type { Answer, Problem } from "../service/answer";
import type { Service } from "../service/service";

/** How long the service takes a token that comes back for one of a tab that refreshes at the same time. */
export const GRACE_SECONDS = 10;

export type Step = "open" | "copy" | "refresh" | "replay" | "refresh again" | "use" | "over" | "unnoticed";

export interface Entry {
  id: number;
  who: "owner" | "thief";
  request: string;
  answer: string;
  words: MessageDescriptor;
  isGood: boolean;
}

export interface Theft {
  step: Step;
  /** What the owner's device holds. */
  refresh: string;
  access: string;
  /** What the thief holds. */
  stolen: string;
  /** When the last refresh was, in milliseconds since 1970. */
  refreshedAt: number;
  log: Entry[];
}

export const START: Theft = { step: "open", refresh: "", access: "", stolen: "", refreshedAt: 0, log: [] };

type Pair = { access: string; refresh: string };
/** Without another refresh token, where the service doesn't rotate them. */
type Refreshed = { access: string; refresh?: string };

const UNEXPECTED = msg`The service gave an unexpected answer. Try again.`;

/** The owner signs in on another device. The problem, where the password is wrong. */
export async function open(service: Service, credentials: object): Promise<Theft | Problem> {
  const answer = await service.asVisitor<Pair>("POST", "token/", credentials);
  if (!answer.ok) return answer.problem;
  const words = msg`A second session is open. This page shows its refresh token.`;
  return note({ ...START, ...answer.data, step: "copy" }, "owner", "POST token/", answer, words);
}

/** The next act. The step stays the same where the service doesn't answer as it should. */
export async function play(theft: Theft, service: Service): Promise<Theft> {
  switch (theft.step) {
    case "copy":
      // From a backup, a log, a lent computer: the service hears nothing of it.
      return { ...theft, stolen: theft.refresh, step: "refresh" };
    case "refresh":
      return refreshTwice(theft, service);
    case "replay":
      return replay(theft, service);
    case "refresh again":
      return refreshAgain(theft, service);
    case "use":
      return tryAccess(theft, service);
    default:
      return theft;
  }
}

/** Leave no session behind. */
export async function signOut({ refresh, step }: Theft, service: Service): Promise<void> {
  if (refresh && step !== "over") await service.asVisitor("POST", "logout/", { refresh });
}

/** Once could be a repetition of an answer that was lost, which is forgiven for longer. */
async function refreshTwice(theft: Theft, service: Service): Promise<Theft> {
  const [once, isFirst] = await refresh(theft, service, msg`A new refresh token. The copy is now out of date.`);
  if (!isFirst) return once;
  if (once.refresh === theft.refresh) return { ...once, step: "replay", refreshedAt: 0 };
  const [twice, isSecond] = await refresh(once, service, msg`Another new one. The copy is now two generations old.`);
  return isSecond ? { ...twice, step: "replay" } : twice;
}

async function refresh(theft: Theft, service: Service, words: MessageDescriptor): Promise<[Theft, boolean]> {
  const answer = await postRefresh(service, theft.refresh);
  if (!answer.ok) return [note(theft, "owner", REFRESH, answer, UNEXPECTED), false];
  const refreshed = { ...theft, ...answer.data, refreshedAt: Date.now() };
  return [note(refreshed, "owner", REFRESH, answer, answer.data.refresh ? words : KEPT), true];
}

async function replay(theft: Theft, service: Service): Promise<Theft> {
  const answer = await postRefresh(service, theft.stolen);
  if (answer.ok && !answer.data.refresh) return note({ ...theft, step: "unnoticed" }, "thief", REFRESH, answer, SHARED);
  if (codeOf(answer) !== "token_reused") return note(theft, "thief", REFRESH, answer, UNEXPECTED);
  const words = msg`That token was replaced before, so two people have it. The service ends the session for both.`;
  return note({ ...theft, step: "refresh again" }, "thief", REFRESH, answer, words);
}

async function refreshAgain(theft: Theft, service: Service): Promise<Theft> {
  const answer = await postRefresh(service, theft.refresh);
  if (codeOf(answer) !== "session_revoked") return note(theft, "owner", REFRESH, answer, UNEXPECTED);
  return note(
    { ...theft, step: "use" },
    "owner",
    REFRESH,
    answer,
    msg`The session is over. Only the password opens a new one.`,
  );
}

async function tryAccess(theft: Theft, service: Service): Promise<Theft> {
  const request = "GET users/me/";
  const answer = await service.asVisitor("GET", "users/me/", undefined, theft.access);
  const words = ENDS[codeOf(answer)];
  if (!words) return note(theft, "owner", request, answer, UNEXPECTED);
  return note({ ...theft, step: "over" }, "owner", request, answer, words);
}

/** How an access token ends here. */
const ENDS: Record<string, MessageDescriptor> = {
  session_revoked: msg`It had minutes left, but it ended with the session. A thief who copied it has nothing either.`,
  token_expired: msg`It has expired in the meantime. The service would have refused it before that, too.`,
};
const KEPT = msg`An access token, and no new refresh token: this service doesn't rotate them. The copy stays valid.`;
const SHARED = msg`The service answers the thief as it answers the owner.`;
const REFRESH = "POST token/refresh/";
const postRefresh = (service: Service, refresh: string) =>
  service.asVisitor<Refreshed>("POST", "token/refresh/", { refresh });

function note(theft: Theft, who: Entry["who"], request: string, answer: Answer, words: MessageDescriptor): Theft {
  const entry = { id: theft.log.length, who, request, answer: inShort(answer), words, isGood: answer.ok };
  return { ...theft, log: [...theft.log, entry] };
}

const codeOf = (answer: Answer): string => (!answer.ok && answer.problem.kind === "refused" ? answer.problem.code : "");

function inShort(answer: Answer): string {
  if (answer.ok) return "200";
  const { problem } = answer;
  if (problem.kind === "unreachable") return t`no answer`;
  if (problem.kind === "throttled") return "429";
  if (problem.kind === "fields") return "400";
  return problem.kind === "refused" ? `${problem.status} ${problem.code}` : String(problem.status);
}
