import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { MailHint } from "../doors/MailHint";
import { Field } from "../forms/Field";
import { Form } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { UsernameForManagers } from "../forms/UsernameForManagers";
import { problemIn } from "../service/answer";
import { useSite } from "../site";

export function Address({ username }: { username: string }) {
  const { service } = useSite();
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
        send={async (values) => problemIn(await service.asUser("POST", "users/set_email/", values))}
        button={t`Change address`}
        done={t`We have sent a link. Check the inbox of the new address.`}
      >
        <Field label={t`New e-mail address`} name="new_email" type="email" autoComplete="email" />
        <UsernameForManagers username={username} />
        <PasswordField label={t`Your password`} name="current_password" />
      </Form>
    </section>
  );
}
