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
    <section aria-labelledby="address">
      <h2 id="address">
        <Trans>E-mail address</Trans>
      </h2>
      <p>
        <Trans>The new address is yours when you follow the link that we send to it.</Trans>
      </p>
      <MailHint />
      <Form
        send={async (values) => problemIn(await service.asUser("POST", "users/set_email/", values))}
        button={t`Change the address`}
        done={t`Look into the mail of the new address: a link is on its way.`}
      >
        <Field label={t`New e-mail address`} name="new_email" type="email" autoComplete="email" />
        <UsernameForManagers username={username} />
        <PasswordField label={t`Your password`} name="current_password" />
      </Form>
    </section>
  );
}
