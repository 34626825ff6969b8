import { useSyncExternalStore } from "react";
import { LOADING } from "./state.js";
import type { Auth, Claims, Session } from "./types.js";

/** The state of the session for a component, and what it can do. */
export interface AuthOfComponent<C extends Claims> {
  readonly status: Session<C>["status"];
  /** The claims of the access token; null unless authenticated. */
  readonly user: Session<C>["user"];
  readonly login: Auth<C>["login"];
  readonly logout: Auth<C>["logout"];
}

/** The session of *auth*, and the component renders again when it changes. On a server, `"loading"`. */
export function useAuth<C extends Claims>(auth: Auth<C>): AuthOfComponent<C> {
  const session = useSyncExternalStore<Session<C>>(
    auth.subscribe,
    () => auth.session,
    () => LOADING,
  );
  return { status: session.status, user: session.user, login: auth.login, logout: auth.logout };
}
