import { t } from "@lingui/core/macro";

/** Codes of answers that can't be used: starting again is all that helps. */
const UNUSABLE = [
  "provider_mixed_up",
  "code_refused",
  "code_url_encoded",
  "id_token_refused",
  "nonce_mismatch",
  "identity_used_before",
];
/** Codes of what only an operator can mend. */
const OPERATORS = ["provider_misconfigured", "redirect_uri_mismatch", "wrong_client", "provider_clock"];

/** What *code* means to the person who came back with it, and what to do now. */
export function inWords(code: string): string {
  if (UNUSABLE.includes(code)) return t`The answer of the other site can't be used. Start again.`;
  if (OPERATORS.includes(code)) {
    return t`This service and the other site aren't set up correctly for each other. Tell the operator of this service: ${code}.`;
  }
  switch (code) {
    case "provider_refused":
      return t`You or the other site said no. Nothing has changed here.`;
    case "provider_unknown":
      return t`This service doesn't know that site.`;
    case "provider_unavailable":
      return t`The other site can't be reached. Try again in a moment.`;
    case "state_lost":
      return t`That took longer than ten minutes, or it began in another browser. Start again.`;
    case "account_exists":
      return t`You already have an account with this e-mail address. Sign in as you usually do. Then you can link the other account, on the page “Account”.`;
    case "identity_taken":
      return t`That account is already linked to another account here.`;
    case "address_missing":
      return t`The other site didn't give us your e-mail address, and an account needs one. Create an account with a password, or let the other site give it.`;
    case "address_not_verified":
      return t`The other site doesn't know whether the e-mail address is yours. Confirm it there, or create an account with a password.`;
    case "email_not_verified":
      return t`Confirm your e-mail address first. We have sent you a link.`;
    case "sign_up_closed":
      return t`There is no account here for you yet, and this service opens none this way.`;
    case "throttled":
      return t`That was too often. Try again later.`;
    default:
      return t`That can't be done now (${code}). Try again in a moment.`;
  }
}
