import { useAuth } from "drf-signet-client/react";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf, TITLES, type View } from "../routes";
import type { News } from "../session/useSessionNews";
import { useSite } from "../site";
import { span, timeOfDay } from "../words/time";
import { useNow } from "../words/useNow";

const PANELS: { to: View; words: string }[] = [
  { to: "requests", words: "Five requests, one expired token: what our client sends, and what a tutorial's does." },
  { to: "token", words: "The access token of this page, claim by claim. Or any other." },
  { to: "sessions", words: "Where you are signed in, and the way out of each." },
  { to: "theft", words: "Somebody copies a refresh token. Watch what that gets them." },
  { to: "account", words: "Your names, your address, your password; and the end of it all." },
];

export function Home({ news }: { news: News[] }) {
  const { auth } = useSite();
  const { user } = useAuth(auth);
  if (!user) return null;
  return (
    <ViewFrame
      title={`Hello, ${user.first_name || user.username}`}
      lead={<TokenLife expiresAt={auth.session.expiresAt} />}
    >
      <ul className="panels">
        {PANELS.map(({ to, words }) => (
          <li key={to}>
            <a href={addressOf(to)}>{TITLES[to]}</a>
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <section aria-labelledby="tabs">
        <h2 id="tabs">In every tab</h2>
        <p>
          <a href="/" target="_blank" rel="noopener">
            Open a second tab
          </a>{" "}
          and sign out there: this one follows. One tab refreshes, and all have the next token.
        </p>
        <ol className="news" aria-live="polite" aria-label="What happened to the session in this tab">
          {news.length === 0 && <li className="quiet">Nothing has happened since this page was loaded.</li>}
          {news.map(({ id, at, words }) => (
            <li key={id}>
              <span className="quiet">{timeOfDay(at)}</span> {words}
            </li>
          ))}
        </ol>
      </section>
    </ViewFrame>
  );
}

/** By this machine's clock, from when the token came: the clock may be wrong. */
function TokenLife({ expiresAt }: { expiresAt: number | null }) {
  const left = (expiresAt ?? 0) / 1_000 - useNow();
  return left > 0
    ? `Your access token is good for ${span(left)} more. The next one comes by itself, with the first request that needs it.`
    : "Your access token has expired. The next one comes by itself, with the first request that needs it.";
}
