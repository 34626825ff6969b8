import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { addressOf, type View } from "../routes";
import { Brand } from "./Brand";

const LINKS: { to: View; words: MessageDescriptor }[] = [
  { to: "sign-in", words: msg`Sign in` },
  { to: "sign-up", words: msg`Create account` },
  { to: "token", words: msg`Inspect a token` },
];

/** What visitors can do without being signed in. */
export function VisitorHeader({ view }: { view: View }) {
  return (
    <header className="topbar">
      <Brand />
      <nav aria-label={t`Views`}>
        <ul>
          {LINKS.map(({ to, words }) => (
            <li key={to}>
              <a href={addressOf(to)} aria-current={to === view ? "page" : undefined}>
                {i18n._(words)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
