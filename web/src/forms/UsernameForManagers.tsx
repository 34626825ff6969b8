/** For password managers: whose password is asked for. Seen by nobody, and not sent. */
export function UsernameForManagers({ username }: { username: string }) {
  return <input type="text" autoComplete="username" value={username} readOnly hidden />;
}
