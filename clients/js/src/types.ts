/** What an access token says. For display only: the service alone decides what a user may do. */
export type Claims = Record<string, unknown>;

/**
 * Anything that keeps strings under names as `localStorage` does, and that all tabs of the page share. Its functions may
 * return promises, as those of React Native's `AsyncStorage` do.
 */
export interface StorageLike {
  getItem(key: string): string | null | undefined | PromiseLike<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** What Expo's `SecureStore` has. */
export interface SecureStoreLike {
  getItemAsync(key: string): PromiseLike<string | null>;
  setItemAsync(key: string, value: string): PromiseLike<unknown>;
  deleteItemAsync(key: string): PromiseLike<unknown>;
}

/**
 * Where the refresh token is.
 *
 * - `"cookie"`: in an `HttpOnly` cookie, which no script can read (`browser/token/` and so on).
 * - `"memory"`: in the memory of this object (`token/` and so on); a reload signs out.
 * - `{ storage }`: there, readable by every script of the page.
 *
 * The access token is in memory in each of them.
 */
export type Mode = "cookie" | "memory" | { storage: StorageLike | SecureStoreLike };

/** Where the endpoints for tokens are, relative to `baseURL`, and at its origin. */
export interface Paths {
  /** Below which the others are: without it `browser/` in cookie mode, unless `baseURL` ends so, and nothing else. */
  prefix?: string;
  /** Without it, `token/`. */
  login?: string;
  /** Without it, `token/refresh/`. */
  refresh?: string;
  /** Without it, `logout/`. */
  logout?: string;
  /** Without it, `logout/all/`. */
  logoutAll?: string;
  /** Without it, `token/code/`. */
  code?: string;
  /** Without it, `token/code/confirm/`. */
  confirm?: string;
  /** Without it, `token/link/`. */
  link?: string;
}

/** One moment of the session. Never changed: another moment is another object. */
export interface Session<C extends Claims = Claims> {
  /** `"loading"` until `ready`; `"anonymous"` also while the service can't be asked. */
  readonly status: "loading" | "authenticated" | "anonymous";
  /** The claims of the access token; null unless authenticated. */
  readonly user: Readonly<C> | null;
  /** When the access token expires, in milliseconds since 1970 by this machine's clock; null without one. */
  readonly expiresAt: number | null;
}

/** Why the session changed. `"other-tab"`: it was another tab that signed in, refreshed or signed out. */
export type Why = "ready" | "login" | "refreshed" | "other-tab" | "expired" | "logout";

/** Told of every change, with what is true from now on. */
export type Listener<C extends Claims = Claims> = (session: Session<C>, why: Why) => void;

export interface AuthOptions<C extends Claims = Claims> {
  /**
   * The URL of the API, such as `https://api.example.com/api/v1/`; in a page also `/api/v1/`. Below it are `token/` and,
   * for cookies, `browser/token/`; `paths` says if they are elsewhere.
   */
  baseURL: string;
  mode: Mode;
  paths?: Paths;
  /** Refresh so many seconds before the access token expires, but never in the first three quarters of its life. */
  leeway?: number;
  /** Give up signing in, refreshing or signing out after so many milliseconds. */
  timeout?: number;
  /** What sends requests; `globalThis.fetch`, looked up at each call, without it. */
  fetch?: typeof globalThis.fetch;
  /** A listener from the start, which also gets `"ready"`. */
  onEvent?: Listener<C>;
}

/** Keeps one user signed in. Its functions need no `this`, so each may be handed on alone. */
export interface Auth<C extends Claims = Claims> {
  /** Resolves when it is known whether somebody is signed in, or that the service can't be asked. Never rejects. */
  readonly ready: Promise<void>;
  /** The session as it is now. */
  readonly session: Session<C>;
  /** The only origin that is sent tokens, such as `https://api.example.com`; `"null"` where there is no page (SSR). */
  readonly origin: string;
  /**
   * Sign in.
   *
   * @param credentials What `token/` takes, such as `{ username, password }`.
   * @throws {AuthError} `invalid_credentials`, `invalid_input` (see `fields`), `throttled` (see `retryAfter`),
   * `unavailable`, `aborted` by `logout` or `dispose`, or the service's own code, such as `email_not_verified`.
   */
  login(credentials: Record<string, unknown>): Promise<Session<C>>;
  /**
   * Have a code sent to an e-mail address, with which its owner can sign in.
   *
   * Resolves to what the code belongs to, which is remembered until the page is left; in cookie mode, the browser keeps
   * it, and this is undefined.
   *
   * @throws {AuthError} As `login`.
   */
  askForCode(email: string): Promise<string | undefined>;
  /**
   * Sign in with the code.
   *
   * @param request What `askForCode` resolved to, where another page asked.
   * @throws {AuthError} `code_invalid`, `code_expired`, and as `login`.
   */
  loginByCode(code: string, request?: string): Promise<Session<C>>;
  /**
   * Sign in with the token of the link in the mail.
   *
   * @param isConfirmed The user said that they asked for it, where the error had `askedFrom`.
   * @throws {AuthError} `confirmation_needed`, `link_invalid`, `link_expired`, and as `login`.
   */
  loginByLink(token: string, isConfirmed?: boolean, request?: string): Promise<Session<C>>;
  /**
   * Take over the session that something else opened, in cookie mode: a redirect to an identity provider and back, or a
   * request of your own. Call it once, on the page to which that leads.
   *
   * @throws {AuthError} as `login`.
   */
  pickUp(): Promise<Session<C>>;
  /**
   * Sign out here, at once and whether or not the service can be reached; with `"all"` on all devices.
   *
   * Resolves when the service knows of it, or can't be reached. Never rejects.
   */
  logout(scope?: "all"): Promise<void>;
  /**
   * `fetch` with the access token, for requests to `origin`. Relative URLs are relative to `baseURL`.
   *
   * After a 401 it refreshes, and repeats the request once, unless its body is a stream.
   *
   * @throws {AuthError} `unavailable`, where it would have to refresh and can't; and whatever `fetch` throws.
   */
  fetch: typeof globalThis.fetch;
  /**
   * An access token that is valid for a while, or null if nobody is signed in.
   *
   * @throws {AuthError} `unavailable`, where the last one is dead and the service can't be asked for the next.
   */
  getAccessToken(): Promise<string | null>;
  /**
   * Get a new access token; null where the session is over. Calls at the same time share one request.
   *
   * @param rejected The token that was answered with 401: if there is a newer one by now, that is returned.
   * @throws {AuthError} `unavailable` (see `retryAfter`), or the service's own code where it refused the page rather
   * than the session, such as `origin_refused` or `ambiguous_cookie`. In each case, the session goes on.
   */
  refresh(rejected?: string): Promise<string | null>;
  /** Call *listener* at every change from now on. Returns what ends that. */
  subscribe(listener: Listener<C>): () => void;
  /** Let go of other tabs, and of what is under way. Any later use takes them up again, as React's StrictMode needs. */
  dispose(): void;
}
