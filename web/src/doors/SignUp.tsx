import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Field } from "../forms/Field";
import { Form, type Values } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { ViewFrame } from "../layout/ViewFrame";
import { ContinueWith } from "../providers/ContinueWith";
import { useSite } from "../site";
import { MailHint } from "./MailHint";
import { ResendActivation } from "./ResendActivation";

export function SignUp() {
  const [email, setEmail] = useState("");
  return (
    <div className="card narrow">
      {email ? <CheckYourInbox key="mail" email={email} /> : <Fields key="fields" onDone={setEmail} />}
    </div>
  );
}

function Fields({ onDone }: { onDone: (email: string) => void }) {
  const { service } = useSite();

  async function send(values: Values) {
    const answer = await service.asVisitor("POST", "users/", values);
    if (!answer.ok) return answer.problem;
    onDone(values.email ?? "");
    return null;
  }

  return (
    <ViewFrame title={t`Create account`}>
      <Form send={send} button={t`Create account`}>
        <Field label={t`Username`} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} />
        <Field label={t`E-mail address`} name="email" type="email" autoComplete="email" />
        <div className="pair">
          <Field label={t`First name`} name="first_name" autoComplete="given-name" required={false} />
          <Field label={t`Last name`} name="last_name" autoComplete="family-name" required={false} />
        </div>
        <PasswordField isNew />
      </Form>
      <ContinueWith />
    </ViewFrame>
  );
}

function CheckYourInbox({ email }: { email: string }) {
  return (
    <ViewFrame
      title={t`Check your inbox`}
      lead={t`We sent a link to ${email}. Follow it to confirm your address, then sign in.`}
    >
      <MailHint />
      <ResendActivation email={email} />
    </ViewFrame>
  );
}
