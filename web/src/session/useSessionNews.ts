import { t } from "@lingui/core/macro";
import { useEffect, useState } from "react";
import type { PageAuth } from "../auth";
import { isDoor } from "../routes";
import { takeFarewell } from "./farewell";

export interface News {
  id: number;
  /** In seconds since 1970. */
  at: number;
  words: string;
}

export interface SessionNews {
  /** What happened to the session recently, newest first. */
  news: News[];
  /** Read aloud: a change that the user didn't make in this tab, or that signed the user out. */
  notice: string;
}

const KEPT = 6;
const NONE: SessionNews = { news: [], notice: "" };

/** What happens to the session, here and in other tabs. */
export function useSessionNews(auth: PageAuth): SessionNews {
  const [state, setState] = useState(NONE);
  useEffect(() => {
    let wasSignedIn = auth.session.status === "authenticated";
    const leave = auth.subscribe(({ status }, why) => {
      const isSignedIn = status === "authenticated";
      // After signing out, a user starts at the first page again; after signing in, a user leaves it. A user whose session
      // ended comes back to the same view.
      if (why === "logout" || (isSignedIn && isDoor(location.hash))) history.replaceState(null, "", location.pathname);
      const isTurn = isSignedIn !== wasSignedIn;
      const words = inWords(why, isSignedIn, isTurn);
      wasSignedIn = isSignedIn;
      if (!words) return;
      setState(({ news, notice }) => ({
        news: [{ id: (news[0]?.id ?? 0) + 1, at: Date.now() / 1000, words }, ...news].slice(0, KEPT),
        notice: why === "login" ? "" : isTurn ? words : notice,
      }));
    });
    // A user who opens another view has read the news.
    const clear = () => setState(({ news }) => ({ news, notice: "" }));
    addEventListener("hashchange", clear);
    return () => {
      removeEventListener("hashchange", clear);
      leave();
    };
  }, [auth]);
  return state;
}

function inWords(why: string, isSignedIn: boolean, isTurn: boolean): string {
  switch (why) {
    case "login":
      return t`You signed in.`;
    case "refreshed":
      return isTurn ? t`You are still signed in.` : t`This tab got a new access token.`;
    case "other-tab":
      if (!isTurn) return isSignedIn ? t`Another tab got a new access token and shared it.` : "";
      return isSignedIn ? t`You signed in in another tab.` : t`You signed out in another tab.`;
    case "expired":
      return t`Your session has ended. Sign in again.`;
    case "logout":
      return takeFarewell();
    default:
      return "";
  }
}
