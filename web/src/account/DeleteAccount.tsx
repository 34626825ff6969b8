import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Button } from "../forms/Button";
import { Form, type Values } from "../forms/Form";
import { prepareFarewell } from "../session/farewell";
import { useSite } from "../site";
import { CurrentPassword } from "./CurrentPassword";
import { useSignInAgain } from "./SignInAgain";

interface Props {
  username: string;
  hasPassword: boolean;
}

export function DeleteAccount({ username, hasPassword }: Props) {
  const { auth, service } = useSite();
  // The browser keeps the focus within, ends it with the Escape key, and gives the focus back.
  const dialog = useRef<HTMLDialogElement>(null);
  const [times, setTimes] = useState(0);

  const [send, signInAgain] = useSignInAgain(async (values: Values) => {
    const answer = await service.asUser("DELETE", "users/me/", values);
    if (!answer.ok) return answer.problem;
    prepareFarewell(t`Your account is deleted.`);
    await auth.logout();
    return null;
  });

  return (
    <section className="card" aria-labelledby="end">
      <h2 id="end">
        <Trans>Delete account</Trans>
      </h2>
      <p>
        <Trans>This deletes your account and everything in it, at once and for good.</Trans>
      </p>
      <Button kind="dangerous" onPress={() => dialog.current?.showModal()}>
        <Trans>Delete my account…</Trans>
      </Button>
      <dialog ref={dialog} aria-labelledby="delete" onClose={() => setTimes(times + 1)}>
        <h2 id="delete">
          <Trans>Delete your account?</Trans>
        </h2>
        <p>
          <Trans>Nobody can restore it.</Trans>
        </p>
        <Form
          key={times}
          send={send}
          button={t`Delete it for good`}
          kind="dangerous"
          beside={
            <Button onPress={() => dialog.current?.close()}>
              <Trans>Keep it</Trans>
            </Button>
          }
        >
          <CurrentPassword username={username} hasPassword={hasPassword} label={t`Your password`} />
        </Form>
        {signInAgain}
      </dialog>
    </section>
  );
}
