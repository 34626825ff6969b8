import { t } from "@lingui/core/macro";
import { Field } from "../forms/Field";
import { Form } from "../forms/Form";
import { ViewFrame } from "../layout/ViewFrame";
import { problemIn } from "../service/answer";
import { useSite } from "../site";
import { MailHint } from "./MailHint";

export function ForgotPassword() {
  const { service } = useSite();
  return (
    <div className="card narrow">
      <ViewFrame title={t`Forgot your password?`} lead={t`We send you a link to set a new one.`}>
        <Form
          send={async (values) => problemIn(await service.asVisitor("POST", "users/reset_password/", values))}
          button={t`Send me a link`}
          done={t`If there is an account with that address, we have sent a link. Check your inbox.`}
        >
          <Field label={t`E-mail address`} name="email" type="email" autoComplete="email" />
        </Form>
        <MailHint />
      </ViewFrame>
    </div>
  );
}
