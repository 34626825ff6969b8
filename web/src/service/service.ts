// The endpoints of the service, called for whoever is signed in or for nobody.

import { type Answer, problemOf } from "./answer";
import { problemOfError } from "./problemOfError";

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface Service {
  /** With the access token. */
  asUser<Data>(method: string, path: string, body?: object): Promise<Answer<Data>>;
  /** Without any. */
  asVisitor<Data>(method: string, path: string, body?: object, token?: string): Promise<Answer<Data>>;
}

export function createService(api: string, signedIn: Fetch, plain: Fetch): Service {
  return {
    asUser: (method, path, body) => send(signedIn, method, api + path, body),
    asVisitor: (method, path, body, token) => send(plain, method, api + path, body, token),
  };
}

async function send<Data>(
  fetch: Fetch,
  method: string,
  url: string,
  body?: object,
  token?: string,
): Promise<Answer<Data>> {
  const headers: Record<string, string> = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch(url, { method, headers, body: body ? JSON.stringify(body) : null });
    if (!response.ok) return { ok: false, problem: await problemOf(response) };
    const data: unknown = response.status === 204 ? null : await response.json();
    return { ok: true, data: data as Data };
  } catch (error) {
    return { ok: false, problem: problemOfError(error) };
  }
}
