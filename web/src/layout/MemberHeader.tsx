import { Button } from "../forms/Button";
import { addressOf, MEMBER_VIEWS, TITLES, type View } from "../routes";
import { useSite } from "../site";

interface Props {
  view: View;
  username: string;
}

/** Where one is, where one can go, and the way out. */
export function MemberHeader({ view, username }: Props) {
  const { auth } = useSite();
  return (
    <header className="member">
      <p className="site">Signet</p>
      <nav aria-label="Views">
        <ul>
          {MEMBER_VIEWS.map((name) => (
            <li key={name}>
              <a href={addressOf(name)} aria-current={name === view ? "page" : undefined}>
                {TITLES[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="user">
        <span>{username}</span>
        <Button onPress={() => auth.logout()}>Sign out</Button>
      </div>
    </header>
  );
}
