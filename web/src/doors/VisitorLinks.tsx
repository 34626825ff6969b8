import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { addressOf, type View } from "../routes";

const LINKS: { to: View; words: MessageDescriptor }[] = [
  { to: "sign-in", words: msg`Sign in` },
  { to: "sign-up", words: msg`Make an account` },
  { to: "forgot-password", words: msg`Forgot your password?` },
  { to: "token", words: msg`Look into a token` },
];

export function VisitorLinks({ view }: { view: View }) {
  return (
    <nav aria-label={t`Other ways in`} className="ways">
      <ul>
        {LINKS.filter(({ to }) => to !== view).map(({ to, words }) => (
          <li key={to}>
            <a href={addressOf(to)}>{i18n._(words)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
