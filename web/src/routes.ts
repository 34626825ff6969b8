// Which view an address stands for. Addresses are fragments, such as #/sessions, so the server knows one page only.

import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** For users who are signed in. */
export const MEMBER_VIEWS = ["home", "requests", "token", "sessions", "theft", "account"] as const;
/** For visitors who aren't. */
export const VISITOR_VIEWS = ["sign-in", "sign-up", "forgot-password", "token"] as const;

export type View = (typeof MEMBER_VIEWS)[number] | (typeof VISITOR_VIEWS)[number];

export const TITLES: Record<View, MessageDescriptor> = {
  home: msg`Home`,
  requests: msg`Requests`,
  token: msg`Token`,
  sessions: msg`Sessions`,
  theft: msg`Steal it`,
  account: msg`Account`,
  "sign-in": msg`Sign in`,
  "sign-up": msg`Sign up`,
  "forgot-password": msg`Forgot your password?`,
};

export const addressOf = (view: View): string => (view === "home" ? "#/" : `#/${view}`);

/** The view to show. A visitor who asks for a member's view signs in first, and finds it at the same address then. */
export function viewAt(hash: string, isSignedIn: boolean): View {
  const name = hash.replace(/^#\/?/, "");
  const views: readonly View[] = isSignedIn ? MEMBER_VIEWS : VISITOR_VIEWS;
  return views.find((view) => view === name) ?? (isSignedIn ? "home" : "sign-in");
}
