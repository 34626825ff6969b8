import { PasswordField } from "../forms/PasswordField";
import { UsernameForManagers } from "../forms/UsernameForManagers";

interface Props {
  username: string;
  hasPassword: boolean;
  label: string;
}

/** Asks a user who has a password for it. Of all others, the service wants a recent sign-in. */
export function CurrentPassword({ username, hasPassword, label }: Props) {
  return (
    <>
      <UsernameForManagers username={username} />
      {hasPassword && <PasswordField label={label} name="current_password" />}
    </>
  );
}
