import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { newToken } from "./tokens.js";

/** A request that came, as the service saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

interface Answer {
  status: number;
  data?: object;
  headers?: Record<string, string>;
}

/** What to answer instead of the *truth*, or when; nothing to close the connection. */
type Order = (truth: () => Answer) => Answer | undefined | Promise<Answer | undefined>;

/** The truth, but not at once. */
export const late: Order = async (truth) => {
  const answer = truth();
  await new Promise((resolve) => setTimeout(resolve, 200));
  return answer;
};

const LIFETIME = 300;

/**
 * A service that is stricter than ours: a refresh token works once, and to use it again ends the session.
 * So a client that makes one refresh too many doesn't get away with it.
 */
export class Service {
  readonly seen: Seen[] = [];
  readonly tokens: string[] = [];
  /** By path; each is obeyed by one request. */
  readonly orders = new Map<string, Order[]>();
  /** Whether a refresh answers with another refresh token. Otherwise the presented one stays valid. */
  rotates = true;
  readonly #good = new Set<string>();
  readonly #sessions = new Map<string, { user: string; isSpent: boolean; family: string }>();
  readonly #ended = new Set<string>();
  #server: Server | null = null;
  #port = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get url(): string {
    return `${this.origin}/api/v1/`;
  }

  async start(): Promise<this> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server?.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
  }

  /** How often *path* was asked, below the root or `browser/`. */
  count(path: string): number {
    return this.seen.filter((one) => one.path === path || one.path === `browser/${path}`).length;
  }

  /** Resolves when all requests with an order have come. */
  async arrived(path: string): Promise<void> {
    while (this.orders.get(path)?.length) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  order(path: string, ...orders: Order[]): void {
    this.orders.set(path, [...(this.orders.get(path) ?? []), ...orders]);
  }

  /** No access token issued until now is valid any more. */
  expire(): void {
    this.#good.clear();
  }

  endSessions(): void {
    for (const { family } of this.#sessions.values()) this.#ended.add(family);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = (request.url ?? "").replace(/^\/api\/v1\/|^\//, "");
    const { authorization, "content-type": contentType } = request.headers;
    const seen = { method: request.method ?? "", path, authorization, contentType, body: Buffer.concat(chunks) };
    this.seen.push(seen);
    const order = this.orders.get(path.replace(/^browser\//, ""))?.shift();
    const truth = () => this.#truth(seen, request.headers.cookie);
    const ordered = order ? await order(truth) : truth();
    if (!ordered) return void request.socket.destroy();
    const { status, data, headers } = ordered;
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(data ? JSON.stringify(data) : undefined);
  }

  #truth(seen: Seen, cookie: string | undefined): Answer {
    const { path, body } = seen;
    const isCookie = path.startsWith("browser/");
    const presented = (): string =>
      isCookie ? (/refresh=([^;]*)/.exec(cookie ?? "")?.[1] ?? "") : JSON.parse(String(body)).refresh;
    if (path.endsWith("token/refresh/")) return this.#refresh(presented(), isCookie);
    if (path.endsWith("token/")) return this.#login(JSON.parse(String(body)), isCookie);
    if (path.includes("logout/")) return this.#logout(presented());
    if (!this.#good.has((seen.authorization ?? "").replace("Bearer ", ""))) return refused("invalid_token");
    return { status: 200, data: { type: seen.contentType ?? null, body: body.toString("base64") } };
  }

  #login({ username, password }: { username: string; password: string }, isCookie: boolean): Answer {
    if (password !== "right") return { status: 401, data: { detail: "No." }, headers: challenge() };
    return this.#issue(username, `family-${this.tokens.length}`, isCookie);
  }

  #refresh(token: string, isCookie: boolean): Answer {
    const session = this.#sessions.get(token);
    if (!session) return { status: 401, data: { code: "cookie_missing" }, headers: challenge() };
    if (session.isSpent) this.#ended.add(session.family);
    if (this.#ended.has(session.family)) return refused("invalid_token");
    if (!this.rotates) return this.#issueAccess(session.user);
    session.isSpent = true;
    return this.#issue(session.user, session.family, isCookie);
  }

  #logout(token: string): Answer {
    const session = this.#sessions.get(token);
    if (session) this.#ended.add(session.family);
    return { status: 204, headers: { "Set-Cookie": "refresh=; Max-Age=0; Path=/" } };
  }

  #issue(user: string, family: string, isCookie: boolean): Answer {
    const refresh = newToken({ sub: user });
    this.#sessions.set(refresh, { user, family, isSpent: false });
    this.tokens.push(refresh);
    const { status, data } = this.#issueAccess(user);
    if (!isCookie) return { status, data: { ...data, refresh } };
    return { status, data, headers: { "Set-Cookie": `refresh=${refresh}; HttpOnly; Path=/` } };
  }

  #issueAccess(user: string): { status: number; data: object } {
    const access = newToken({ sub: user, name: `${user} Łukasiewicz` });
    this.#good.add(access);
    this.tokens.push(access);
    return { status: 200, data: { access, expires_in: LIFETIME } };
  }
}

const challenge = (error?: string): Record<string, string> => ({
  "WWW-Authenticate": `Bearer realm="api"${error ? `, error="${error}"` : ""}`,
});

const refused = (error: string): Answer => ({
  status: 401,
  data: { code: "token_not_valid" },
  headers: challenge(error),
});
