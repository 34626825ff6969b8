// Which view an address stands for. Addresses are fragments, such as #/sessions, so the server knows one page only.

import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** For users who are signed in. */
export const MEMBER_VIEWS = ["home", "requests", "token", "sessions", "theft", "account"] as const;
/** For visitors who aren't. */
export const VISITOR_VIEWS = ["sign-in", "sign-up", "forgot-password", "token"] as const;

export type View = (typeof MEMBER_VIEWS)[number] | (typeof VISITOR_VIEWS)[number] | "nowhere";

/** The names of the views for members, as the menu has them. */
export const TITLES: Record<(typeof MEMBER_VIEWS)[number], MessageDescriptor> = {
  home: msg`Home`,
  requests: msg`Requests`,
  token: msg`Token`,
  sessions: msg`Sessions`,
  theft: msg`Theft`,
  account: msg`Account`,
};

export const addressOf = (view: View): string => (view === "home" ? "#/" : `#/${view}`);

/**
 * The view to show. A visitor who asks for a member's view signs in first, and finds it at the same address then; for a
 * member, the views of visitors are home.
 */
export function viewAt(hash: string, isSignedIn: boolean): View {
  const name = hash.replace(/^#\/?/, "");
  const [views, others, entrance] = isSignedIn
    ? ([MEMBER_VIEWS, VISITOR_VIEWS, "home"] as const)
    : ([VISITOR_VIEWS, MEMBER_VIEWS, "sign-in"] as const);
  const found = [...views].find((view) => view === name);
  if (found) return found;
  return name === "" || [...others].some((view) => view === name) ? entrance : "nowhere";
}

/** Whether a member has no business at this address: it is of a view for visitors alone. */
export function isDoor(hash: string): boolean {
  const name = hash.replace(/^#\/?/, "");
  return VISITOR_VIEWS.some((view) => view === name) && !MEMBER_VIEWS.some((view) => view === name);
}
