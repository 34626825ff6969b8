import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Form } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { problemIn } from "../service/answer";
import { useSite } from "../site";
import { CurrentPassword } from "./CurrentPassword";
import { useSignInAgain } from "./SignInAgain";

interface Props {
  username: string;
  hasPassword: boolean;
  onChange: () => Promise<void>;
}

export function NewPassword({ username, hasPassword, onChange }: Props) {
  const { service } = useSite();
  const [send, signInAgain] = useSignInAgain(async (values) => {
    const problem = problemIn(await service.asUser("POST", "users/set_password/", values));
    if (!problem) await onChange();
    return problem;
  });
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
        send={send}
        button={hasPassword ? t`Change password` : t`Set password`}
        done={t`Your password is changed. All other devices are signed out.`}
      >
        <CurrentPassword username={username} hasPassword={hasPassword} label={t`Current password`} />
        <PasswordField label={t`New password`} name="new_password" isNew />
      </Form>
      {signInAgain}
    </section>
  );
}
