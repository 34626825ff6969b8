import { addressOf, type View } from "../routes";

const LINKS: { to: View; words: string }[] = [
  { to: "sign-in", words: "Sign in" },
  { to: "sign-up", words: "Make an account" },
  { to: "forgot-password", words: "Forgot your password?" },
  { to: "token", words: "Look into a token" },
];

export function VisitorLinks({ view }: { view: View }) {
  return (
    <nav aria-label="Other ways in" className="ways">
      <ul>
        {LINKS.filter(({ to }) => to !== view).map(({ to, words }) => (
          <li key={to}>
            <a href={addressOf(to)}>{words}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
