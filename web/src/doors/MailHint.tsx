import { Trans } from "@lingui/react/macro";
import { useSite } from "../site";

/** Where mails are. */
export function MailHint() {
  return useSite().page.demo ? (
    <p className="hint">
      <Trans>Demo: e-mails appear in the terminal where you started it.</Trans>
    </p>
  ) : null;
}
