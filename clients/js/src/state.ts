import type { Held } from "./held.js";
import type { Claims, Listener, Session, Why } from "./types.js";

/** The state before anything is known. */
export const LOADING = snapshot<never>("loading");
const ANONYMOUS = snapshot<never>("anonymous");

/** The access token that is held, and what others are told of it. */
export class State<C extends Claims> {
  held: Held<C> | null = null;
  session: Session<C> = LOADING;
  /** Those of the tokens that were held last. */
  ids: unknown[] = [];
  readonly listeners = new Set<Listener<C>>();
  /** Aborted as soon as what began under it may not change anything any more. */
  epoch = new AbortController();

  /** What may be sent now. */
  get token(): string | null {
    return this.held?.token ?? null;
  }

  /** Let nothing that has begun change anything any more. */
  abort(): void {
    this.epoch.abort();
    this.epoch = new AbortController();
  }

  /**
   * Hold another token, or none, and say why: at first, because it is the first known. A refresh that
   * has begun before may change nothing any more, unless the session *goesOn*.
   */
  change(held: Held<C> | null, why: Why, goesOn?: boolean): void {
    if (!goesOn) this.abort();
    const session: Session<C> = held ? snapshot("authenticated", held) : ANONYMOUS;
    const told = this.session === LOADING ? "ready" : why;
    if (session === this.session) return;
    this.held = held;
    // No more than these are under way to other tabs at once.
    if (held) this.ids = [held.id, ...this.ids].slice(0, 100);
    this.session = session;
    // Async, so that one that throws stops neither the others nor the client: its error goes where uncaught ones do.
    this.listeners.forEach(async (hear) => hear(session, told));
  }
}

function snapshot<C extends Claims>(status: Session["status"], held?: Held<C>): Session<C> {
  return Object.freeze({ status, user: held?.claims ?? null, expiresAt: held ? held.at + held.lifetime : null });
}
