import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { LanguageMenu } from "../language/LanguageMenu";

export function Footer() {
  return (
    <footer>
      <nav aria-label={t`More of this service`}>
        <ul>
          <li>
            <a href="/api/docs/">
              <Trans>API documentation</Trans>
            </a>
          </li>
          <li>
            <a href="/api/schema/">
              <Trans>OpenAPI</Trans>
            </a>
          </li>
          <li>
            <a href="/admin/">
              <Trans>Admin</Trans>
            </a>
          </li>
        </ul>
      </nav>
      <LanguageMenu />
    </footer>
  );
}
