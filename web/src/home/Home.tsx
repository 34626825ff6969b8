import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useAuth } from "drf-signet-client/react";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf, TITLES, type View } from "../routes";
import type { News } from "../session/useSessionNews";
import { useSite } from "../site";
import { span, timeOfDay } from "../words/time";
import { useNow } from "../words/useNow";

const PANELS: { to: View; words: MessageDescriptor }[] = [
  { to: "requests", words: msg`Five requests, one expired token: what our client sends, and what a tutorial's does.` },
  { to: "token", words: msg`The access token of this page, claim by claim. Or any other.` },
  { to: "sessions", words: msg`Where you are signed in, and the way out of each.` },
  { to: "theft", words: msg`Somebody copies a refresh token. Watch what that gets them.` },
  { to: "account", words: msg`Your names, your address, your password; and the end of it all.` },
];

export function Home({ news }: { news: News[] }) {
  const { auth } = useSite();
  const { user } = useAuth(auth);
  if (!user) return null;
  const name = user.first_name || user.username;
  return (
    <ViewFrame title={t`Hello, ${name}`} lead={<TokenLife expiresAt={auth.session.expiresAt} />}>
      <ul className="panels">
        {PANELS.map(({ to, words }) => (
          <li key={to}>
            <a href={addressOf(to)}>{i18n._(TITLES[to])}</a>
            <span>{i18n._(words)}</span>
          </li>
        ))}
      </ul>
      <section aria-labelledby="tabs">
        <h2 id="tabs">
          <Trans>In every tab</Trans>
        </h2>
        <p>
          <Trans>
            <a href="/" target="_blank" rel="noopener">
              Open a second tab
            </a>{" "}
            and sign out there: this one follows. One tab refreshes, and all have the next token.
          </Trans>
        </p>
        <ol className="news" aria-live="polite" aria-label={t`What happened to the session in this tab`}>
          {news.length === 0 && (
            <li className="quiet">
              <Trans>Nothing has happened since this page was loaded.</Trans>
            </li>
          )}
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
  const time = span(left);
  return left > 0
    ? t`Your access token is good for ${time} more. The next one comes by itself, with the first request that needs it.`
    : t`Your access token has expired. The next one comes by itself, with the first request that needs it.`;
}
