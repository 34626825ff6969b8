import { Trans } from "@lingui/react/macro";
import { useSite } from "../site";

/** Where mails are. */
export function MailHint() {
  return useSite().page.demo ? (
    <p className="hint">
      <Trans>This is the demo: mails are printed in the terminal in which it runs.</Trans>
    </p>
  ) : null;
}
