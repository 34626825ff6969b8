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
  /** What happened to the session lately, the newest first. */
  news: News[];
  /** Said aloud: what changed though nobody did it here, or brought the user out. */
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
      // Users who leave start at the door again, and those who come in leave it. A user who was signed out comes back to the
      // view.
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
    // Who goes on to another view has read it.
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
