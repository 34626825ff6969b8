// What the service answered: data, or what is wrong in a form that can be told to people.

export type Json = Record<string, unknown>;

export type Problem =
  | { kind: "fields"; fields: Record<string, string[]> }
  | { kind: "refused"; status: number; code: string; detail: string; body?: Json }
  | { kind: "throttled"; seconds: number }
  | { kind: "unavailable"; status: number }
  | { kind: "unreachable" };

export type Answer<Data = unknown> = { ok: true; data: Data } | { ok: false; problem: Problem };

/** What was wrong with *answer*; null where nothing was. */
export const problemIn = (answer: Answer): Problem | null => (answer.ok ? null : answer.problem);

/** The problem of a *response* that is no success. */
export async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  const body = await jsonOf(response);
  if (status === 429) return { kind: "throttled", seconds: Number(response.headers.get("Retry-After")) || 0 };
  if (status >= 500 || body === null) return { kind: "unavailable", status };
  const detail = text(body.detail);
  if (status === 400 && !detail) return { kind: "fields", fields: sentences(body) };
  return { kind: "refused", status, code: text(body.reason) || text(body.code), detail, body };
}

async function jsonOf(response: Response): Promise<Json | null> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" && body !== null ? (body as Json) : null;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The errors of each field, which are lists. The code next to them is for programs. */
export const sentences = (body: Json): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([field, problems]) =>
      Array.isArray(problems) ? [[field, problems.map(String)]] : [],
    ),
  );
