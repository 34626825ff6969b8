import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { Button } from "../forms/Button";
import { addressOf, MEMBER_VIEWS, TITLES, type View } from "../routes";
import { useSite } from "../site";
import { Brand } from "./Brand";

interface Props {
  view: View;
  username: string;
}

/** Where one is, where one can go, and the way out. */
export function MemberHeader({ view, username }: Props) {
  const { auth } = useSite();
  const current = useRef<HTMLAnchorElement>(null);

  // On a phone the names of the views are one row, longer than the screen in some languages.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another link.
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [view]);

  return (
    <header className="topbar member">
      <Brand />
      <nav aria-label={t`Views`}>
        <ul>
          {MEMBER_VIEWS.map((name) => (
            <li key={name}>
              <a
                href={addressOf(name)}
                ref={name === view ? current : undefined}
                aria-current={name === view ? "page" : undefined}
              >
                {i18n._(TITLES[name])}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="user">
        <span>{username}</span>
        <Button onPress={() => auth.logout()}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </header>
  );
}
