import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Field } from "../forms/Field";
import { Form, type Values } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { ContinueWith } from "../providers/ContinueWith";
import { addressOf } from "../routes";
import { problemOfError } from "../service/problemOfError";
import { useSite } from "../site";
import { ResendActivation } from "./ResendActivation";

/** In the demo, with the credentials that everybody knows. */
export function SignInForm() {
  const { auth, page } = useSite();
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
    <>
      <Form send={send} button={t`Sign in`}>
        <Field
          label={t`Username or e-mail address`}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={page.demo?.username ?? ""}
        />
        <PasswordField defaultValue={page.demo?.password ?? ""} />
      </Form>
      {unverified !== null && <ResendActivation email={unverified.includes("@") ? unverified : ""} />}
      <ContinueWith />
      <p className="ways">
        {page.hasCodes && (
          <a className="way" href={addressOf("code")}>
            <Trans>Mail me a code</Trans>
          </a>
        )}
        <a className="way" href={addressOf("sign-up")}>
          <Trans>Create account</Trans>
        </a>
        <a className="way" href={addressOf("forgot-password")}>
          <Trans>Forgot your password?</Trans>
        </a>
      </p>
    </>
  );
}
