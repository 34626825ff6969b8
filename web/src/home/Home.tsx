import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { useAuth } from "drf-signet-client/react";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf, type MEMBER_VIEWS, TITLES } from "../routes";
import type { News } from "../session/useSessionNews";
import { useSite } from "../site";
import { span } from "../words/time";
import { useNow } from "../words/useNow";
import { Story } from "./Story";
import { Tabs } from "./Tabs";

const PANELS: { to: (typeof MEMBER_VIEWS)[number]; words: MessageDescriptor }[] = [
  { to: "token", words: msg`Read your access token claim by claim, or paste another one.` },
  { to: "sessions", words: msg`See where you are signed in, and sign out on any device.` },
  { to: "theft", words: msg`Copy a refresh token as a thief would, and watch what it is worth.` },
  { to: "account", words: msg`Change your names, your e-mail address or your password.` },
];

export function Home({ news }: { news: News[] }) {
  const { auth } = useSite();
  const { user } = useAuth(auth);
  if (!user) return null;
  const name = user.first_name || user.username;
  return (
    <ViewFrame title={t`Hello, ${name}`} lead={<TokenLife expiresAt={auth.session.expiresAt} />}>
      <Story />
      <ul className="panels">
        {PANELS.map(({ to, words }) => (
          <li key={to} className="card">
            <a href={addressOf(to)}>{i18n._(TITLES[to])}</a>
            <p>{i18n._(words)}</p>
          </li>
        ))}
      </ul>
      <Tabs news={news} />
    </ViewFrame>
  );
}

/** By this machine's clock, from when the token came: the clock may be wrong. */
function TokenLife({ expiresAt }: { expiresAt: number | null }) {
  const left = (expiresAt ?? 0) / 1_000 - useNow();
  const time = span(left);
  return left > 0
    ? t`Your access token expires in ${time}. The first request after that gets the next one by itself.`
    : t`Your access token has expired. The next request gets a new one by itself.`;
}
