import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Field } from "../forms/Field";
import { Form, type Values } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { ViewFrame } from "../layout/ViewFrame";
import { problemOfError } from "../service/problemOfError";
import { useSite } from "../site";
import { ResendActivation } from "./ResendActivation";

export function SignIn() {
  const { auth, page } = useSite();
  const demoUser = page.demo?.username;
  const [unverified, setUnverified] = useState<string | null>(null);

  async function send(values: Values) {
    const { username = "", password = "" } = values;
    setUnverified(null);
    try {
      await auth.login({ username, password });
      return null;
    } catch (error) {
      const problem = problemOfError(error);
      if (problem.kind === "refused" && problem.code === "email_not_verified") setUnverified(username);
      return problem;
    }
  }

  return (
    <ViewFrame
      title={t`Sign in`}
      lead={demoUser && t`This is the demo: the fields hold what its user, ${demoUser}, signs in with.`}
    >
      <Form send={send} button={t`Sign in`}>
        <Field
          label={t`Username or e-mail address`}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={demoUser ?? ""}
        />
        <PasswordField defaultValue={page.demo?.password ?? ""} />
      </Form>
      {unverified !== null && <ResendActivation email={unverified.includes("@") ? unverified : ""} />}
    </ViewFrame>
  );
}
