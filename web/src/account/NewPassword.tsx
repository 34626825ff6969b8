import { Form } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { UsernameForManagers } from "../forms/UsernameForManagers";
import { problemIn } from "../service/answer";
import { useSite } from "../site";

export function NewPassword({ username }: { username: string }) {
  const { service } = useSite();
  return (
    <section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p>You stay signed in here, and are signed out everywhere else.</p>
      <Form
        send={async (values) => problemIn(await service.asUser("POST", "users/set_password/", values))}
        button="Change the password"
        done="Your password is changed. All other devices are signed out."
      >
        <UsernameForManagers username={username} />
        <PasswordField label="Current password" name="current_password" />
        <PasswordField label="New password" name="new_password" isNew />
      </Form>
    </section>
  );
}
