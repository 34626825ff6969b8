import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { LanguageMenu } from "../language/LanguageMenu";
import { useSite } from "../site";

export function Footer() {
  const { page } = useSite();
  return (
    <footer className="foot">
      <nav aria-label={t`More of this service`}>
        <ul>
          <li>
            <a href="/api/">
              <Trans>API</Trans>
            </a>
          </li>
          <li>
            <a href="/api/docs/">
              <Trans>API documentation</Trans>
            </a>
          </li>
          <li>
            <a href="/api/schema/" download>
              <Trans>OpenAPI (download)</Trans>
            </a>
          </li>
          {page.admin && (
            <li>
              <a href={page.admin}>
                <Trans>Admin</Trans>
              </a>
            </li>
          )}
        </ul>
      </nav>
      <LanguageMenu />
    </footer>
  );
}
