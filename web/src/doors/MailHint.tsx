import { useSite } from "../site";

/** Where mails are. */
export function MailHint() {
  return useSite().page.demo ? (
    <p className="hint">This is the demo: mails are printed in the terminal in which it runs.</p>
  ) : null;
}
