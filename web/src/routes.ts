// Which view an address stands for. Addresses are fragments, such as #/sessions, so the server knows one page only.

import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { arrivalAt } from "./arrival/arrivals";

/** For users who are signed in. */
export const MEMBER_VIEWS = ["home", "requests", "token", "sessions", "theft", "account"] as const;
/** For visitors who aren't. */
export const VISITOR_VIEWS = ["sign-in", "sign-up", "forgot-password", "code", "token"] as const;
/** For both, with more in the address than their name. */
const LINKED_VIEWS = ["link"] as const;

export type View =
  | (typeof MEMBER_VIEWS)[number]
  | (typeof VISITOR_VIEWS)[number]
  | (typeof LINKED_VIEWS)[number]
  | "arrival"
  | "nowhere";

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

const nameIn = (hash: string): string => hash.replace(/^#\/?/, "");

/**
 * The view to show. A visitor who asks for a member's view signs in first, and finds it at the same address then; for a
 * member, the views of visitors are home.
 */
export function viewAt(hash: string, isSignedIn: boolean): View {
  if (arrivalAt(hash)) return "arrival";
  if (linkTokenIn(hash)) return "link";
  const name = nameIn(hash);
  const [views, others, entrance] = isSignedIn
    ? ([MEMBER_VIEWS, VISITOR_VIEWS, "home"] as const)
    : ([VISITOR_VIEWS, MEMBER_VIEWS, "sign-in"] as const);
  const found = [...views].find((view) => view === name);
  if (found) return found;
  return name === "" || [...others].some((view) => view === name) ? entrance : "nowhere";
}

/** Whether a member has no business at this address: it is of a view for visitors alone. */
export function isDoor(hash: string): boolean {
  const name = nameIn(hash);
  return VISITOR_VIEWS.some((view) => view === name) && !MEMBER_VIEWS.some((view) => view === name);
}

/** The token of a link by mail, such as that of #/link/abc; null in any other address. */
export function linkTokenIn(hash: string): string | null {
  const found = /^#\/link\/(.+)$/.exec(hash)?.[1];
  if (!found) return null;
  try {
    // Some programs write the colon of a token as %3A.
    return decodeURIComponent(found);
  } catch {
    return found;
  }
}
