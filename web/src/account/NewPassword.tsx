import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Form } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { UsernameForManagers } from "../forms/UsernameForManagers";
import { problemIn } from "../service/answer";
import { useSite } from "../site";

export function NewPassword({ username }: { username: string }) {
  const { service } = useSite();
  return (
    <section className="card" aria-labelledby="password">
      <h2 id="password">
        <Trans>Password</Trans>
      </h2>
      <p>
        <Trans>You stay signed in here. All other devices are signed out.</Trans>
      </p>
      <Form
        kind="second"
        send={async (values) => problemIn(await service.asUser("POST", "users/set_password/", values))}
        button={t`Change password`}
        done={t`Your password is changed. All other devices are signed out.`}
      >
        <UsernameForManagers username={username} />
        <PasswordField label={t`Current password`} name="current_password" />
        <PasswordField label={t`New password`} name="new_password" isNew />
      </Form>
    </section>
  );
}
