import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { MailHint } from "../doors/MailHint";
import { Field } from "../forms/Field";
import { Form } from "../forms/Form";
import { problemIn } from "../service/answer";
import { useSite } from "../site";
import { CurrentPassword } from "./CurrentPassword";
import { useSignInAgain } from "./SignInAgain";

interface Props {
  username: string;
  hasPassword: boolean;
}

export function Address({ username, hasPassword }: Props) {
  const { service } = useSite();
  const [send, signInAgain] = useSignInAgain(async (values) =>
    problemIn(await service.asUser("POST", "users/set_email/", values)),
  );
  return (
    <section className="card" aria-labelledby="address">
      <h2 id="address">
        <Trans>E-mail address</Trans>
      </h2>
      <p>
        <Trans>We send a link to the new address. Your account uses it once you follow the link.</Trans>
      </p>
      <MailHint />
      <Form
        kind="second"
        send={send}
        button={t`Change address`}
        done={t`We have sent a link. Check the inbox of the new address.`}
      >
        <Field label={t`New e-mail address`} name="new_email" type="email" autoComplete="email" />
        <CurrentPassword username={username} hasPassword={hasPassword} label={t`Your password`} />
      </Form>
      {signInAgain}
    </section>
  );
}
