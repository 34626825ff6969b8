import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { PickUp } from "../arrival/PickUp";
import { Button } from "../forms/Button";
import { Field } from "../forms/Field";
import { Form, type Values } from "../forms/Form";
import { ViewFrame } from "../layout/ViewFrame";
import { problemIn } from "../service/answer";
import { useSite } from "../site";
import { MailHint } from "./MailHint";

/** Signing in with a code by mail: first the address, then the code. */
export function MailedCode() {
  const [email, setEmail] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return <PickUp />;
  return (
    <div className="card narrow">
      {email ? (
        <TypeIt key="code" email={email} onDone={() => setIsOpen(true)} onAgain={() => setEmail("")} />
      ) : (
        <Ask key="address" onDone={setEmail} />
      )}
    </div>
  );
}

function Ask({ onDone }: { onDone: (email: string) => void }) {
  const { page, service } = useSite();

  async function send(values: Values) {
    const answer = await service.asVisitor("POST", "browser/token/code/", values);
    if (answer.ok) onDone(values.email ?? "");
    return problemIn(answer);
  }

  return (
    <ViewFrame title={t`Sign in with a code`} lead={t`We send a code to your e-mail address. You need no password.`}>
      <Form send={send} button={t`Send me a code`} keep>
        <Field
          label={t`E-mail address`}
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={page.demo?.email ?? ""}
        />
      </Form>
    </ViewFrame>
  );
}

interface TypeItProps {
  email: string;
  onDone: () => void;
  onAgain: () => void;
}

function TypeIt({ email, onDone, onAgain }: TypeItProps) {
  const { service } = useSite();

  async function send(values: Values) {
    const answer = await service.asVisitor("POST", "browser/token/code/confirm/", values);
    if (answer.ok) onDone();
    return problemIn(answer);
  }

  return (
    <ViewFrame
      title={t`Type the code`}
      lead={t`If ${email} has an account here, we have sent a code. It works in this browser, for ten minutes.`}
    >
      <MailHint />
      <Form
        send={send}
        button={t`Sign in`}
        keep
        beside={
          <Button onPress={onAgain}>
            <Trans>Get another code</Trans>
          </Button>
        }
      >
        <Field
          label={t`Code`}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
        />
      </Form>
    </ViewFrame>
  );
}
