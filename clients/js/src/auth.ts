import { closed, type Endpoint, endpointsBelow } from "./endpoints.js";
import { AuthError } from "./errors.js";
import { fetchWith } from "./fetching.js";
import { type Held, hold, timeLeft } from "./held.js";
import { type Exit, refreshTokenIn } from "./refresh-token.js";
import { received, renewal } from "./renew.js";
import { type Answer, codeOf, serviceAt } from "./service.js";
import { State } from "./state.js";
import { checkMode } from "./storage.js";
import { type Message, openTabs } from "./tabs.js";
import { turns } from "./turns.js";
import type { Auth, AuthOptions, Claims, Session } from "./types.js";

/**
 * Keep a user of the service at `baseURL` signed in.
 *
 * It asks whether there is a session, and listens to other tabs, from now on.
 *
 * @throws {TypeError} where `baseURL` is no URL, `mode` is none, its storage is none, or one of `paths` leads elsewhere.
 */
export function createAuth<C extends Claims = Claims>(options: AuthOptions<C>): Auth<C> {
  const { baseURL, mode, paths, leeway = 30, timeout = 10_000, onEvent } = options;
  // Where a server renders a page, a path leads nowhere: it signs nobody in, and sends nothing.
  const base = new URL(closed(baseURL || "/"), globalThis.location?.href ?? "none:/");
  checkMode(mode, base.origin === "null");
  const isCookie = mode === "cookie";
  const endpoints = endpointsBelow(base, isCookie, paths);
  // In memory alone, each has a session of its own, and waits for nobody.
  const sharedBy = mode === "memory" ? Math.random() : isCookie ? "cookie" : "storage";
  const name = `signet ${sharedBy} ${base.href}${paths?.prefix ?? ""}`;
  const state = new State<C>();
  const refreshToken = refreshTokenIn(mode, name);
  const transport: typeof fetch = async (...sent) => (options.fetch ?? fetch)(...sent);
  const post = serviceAt(endpoints, transport, isCookie, timeout);
  const renew = renewal<C>(name, state, refreshToken, post, accept);
  /** Calls that change the refresh token wait for each other: otherwise their answers might come in another order. */
  const inTurn = turns();

  let tabs: BroadcastChannel | null | undefined;
  let started: Promise<void> | null | undefined;
  /** When the last sign-in was, here or in another tab. */
  let signedInAt = 0;
  /** What the last code that was asked for belongs to. */
  let asked: string | undefined;
  /** How often this was signed out, or disposed of: what began before may not sign in any more. */
  let exits = 0;

  function begin(): Promise<void> {
    if (mode !== "memory") tabs ??= openTabs(name, adopt);
    started ??= inTurn(start);
    return started;
  }

  async function start(): Promise<void> {
    const epoch = state.epoch.signal;
    const value = await refreshToken.get();
    const owed = refreshToken.owed(value);
    if (owed) void inTurn(async () => refreshToken.owed(await refreshToken.get()) && tellService(owed, {}));
    if (!state.held && refreshToken.present(value)) await renew()().catch(() => {});
    if (!state.held && !epoch.aborted) state.change(null, "ready");
  }

  /** Hold what was received, and let the other tabs have it. Resolves when it is stored. */
  function accept(held: Held<C>, { data }: Answer, type: "login" | "refreshed" = "refreshed"): Promise<void> {
    const stored = refreshToken.keep(data, type === "refreshed");
    state.change(held, type);
    tabs?.postMessage({ ...held, type } satisfies Message);
    return stored;
  }

  /** Follow what another tab did; it has told all others as well. */
  function adopt(message: Message): void {
    if (message.type === "logout") {
      if (message.at < signedInAt) return;
      refreshToken.follow();
      state.change(null, "other-tab");
      return;
    }
    const isRefresh = message.type === "refreshed";
    const held = hold<C>(message.token, message.lifetime, message.at, message.id);
    if (!held || (state.held && held.at <= state.held.at)) return;
    // A refresh that was under way while this tab signed out must not sign it in again.
    if (isRefresh && state.session.status === "anonymous") return;
    if (!isRefresh) signedInAt = held.at;
    state.change(held, "other-tab", isRefresh);
  }

  async function getAccessToken(young = false): Promise<string | null> {
    await begin();
    const value = state.held ? null : await refreshToken.get();
    // Somebody may have signed in while that was read.
    const { held } = state;
    if (held ? isGood(held, young) : !refreshToken.present(value)) return state.token;
    try {
      return await refresh();
    } catch (error) {
      // A token that lives is used on.
      if (state.held && timeLeft(state.held) > 0) return state.token;
      throw error;
    }
  }

  /** A *young* token is for a request that can't be made again. */
  function isGood(held: Held<C>, young: boolean): boolean {
    return timeLeft(held) >= (young ? held.lifetime / 2 : Math.min(leeway * 1_000, held.lifetime / 4));
  }

  async function refresh(rejected?: string): Promise<string | null> {
    await begin();
    if (rejected && state.token !== rejected) return state.token;
    return inTurn(renew());
  }

  async function askForCode(email: string): Promise<string | undefined> {
    const answer = await post("code", { email });
    if (answer.status !== 200) throw new AuthError(codeOf(answer), answer);
    asked = answer.data.request as string | undefined;
    return asked;
  }

  async function enter(door: Endpoint, body: object): Promise<Session<C>> {
    void begin();
    const before = exits;
    return inTurn(() => signIn(door, body, () => exits !== before));
  }

  async function signIn(door: Endpoint, body: object, isUnwanted: () => boolean): Promise<Session<C>> {
    // The cookie is another one: what was owed for the former is not owed for this.
    if (door === "refresh") await refreshToken.keep({}, true);
    const answer = await post(door, body);
    const held = received<C>(answer);
    if (!held) throw new AuthError(codeOf(answer), answer);
    if (isUnwanted()) {
      // Nobody will use the session that was opened.
      void post("logout", answer.data);
      throw new AuthError("aborted");
    }
    signedInAt = held.at;
    const stored = accept(held, answer, "login");
    const { session } = state;
    await stored;
    if (isUnwanted()) throw new AuthError("aborted");
    return session;
  }

  async function logout(scope?: "all"): Promise<void> {
    void begin();
    const exit = scope === "all" ? "logoutAll" : "logout";
    const read = refreshToken.get();
    exits++;
    const dropped = refreshToken.drop(exit);
    state.change(null, "logout");
    tabs?.postMessage({ type: "logout", at: Date.now() } satisfies Message);
    // Its turn is now: a sign-in that follows waits for it.
    await inTurn(async () => {
      const value = await read;
      const presented = isCookie ? {} : refreshToken.present(value);
      if (presented) await tellService(exit, presented);
    });
    await dropped;
  }

  async function tellService(exit: Exit, presented: object): Promise<void> {
    const answer = await post(exit, presented);
    if (answer.status === 204 && refreshToken.owed(await refreshToken.get())) await refreshToken.drop();
  }

  function dispose(): void {
    exits++;
    state.abort();
    tabs?.close();
    tabs = started = null;
  }

  if (onEvent) state.listeners.add(onEvent);
  return {
    ready: begin(),
    get session() {
      return state.session;
    },
    origin: base.origin,
    fetch: fetchWith(base, endpoints, transport, getAccessToken, refresh),
    getAccessToken,
    refresh,
    login: (credentials) => enter("login", credentials),
    askForCode,
    loginByCode: (code, request = asked) => enter("confirm", { code, request }),
    loginByLink: (token, confirmed = false, request = asked) => enter("link", { token, confirmed, request }),
    pickUp: () => enter("refresh", {}),
    logout,
    dispose,
    subscribe(listener) {
      void begin();
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
  };
}
