import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button } from "../forms/Button";
import type { Values } from "../forms/Form";
import type { Problem } from "../service/answer";
import { prepareFarewell } from "../session/farewell";
import { useSite } from "../site";

type Send = (values: Values) => Promise<Problem | null>;

const TOO_OLD = "insufficient_user_authentication";

/** *send*, and the way to sign in again, which is shown where the service says that the sign-in was too long ago. */
export function useSignInAgain(send: Send): [Send, ReactNode] {
  const { auth } = useSite();
  const [isTooOld, setIsTooOld] = useState(false);

  async function sendAndLook(values: Values) {
    const problem = await send(values);
    setIsTooOld(problem?.kind === "refused" && problem.code === TOO_OLD);
    return problem;
  }

  async function leave() {
    prepareFarewell(t`Sign in again. You can then change your account for ten minutes.`);
    await auth.logout();
  }

  const way = isTooOld && (
    <Button kind="second" onPress={leave}>
      <Trans>Sign in again</Trans>
    </Button>
  );
  return [sendAndLook, way];
}
