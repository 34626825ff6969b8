import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Field } from "../forms/Field";
import { Form } from "../forms/Form";
import { problemIn } from "../service/answer";
import { useSite } from "../site";

/** For those who never got the mail with the link. */
export function ResendActivation({ email }: { email: string }) {
  const { service } = useSite();
  return (
    <section aria-labelledby="resend" className="aside">
      <h2 id="resend">
        <Trans>Didn't get the e-mail?</Trans>
      </h2>
      <Form
        send={async (values) => problemIn(await service.asVisitor("POST", "users/resend_activation/", values))}
        kind="second"
        button={t`Send the link again`}
        done={t`If the address needs a link, we have sent one.`}
      >
        <Field label={t`E-mail address`} name="email" type="email" autoComplete="email" defaultValue={email} />
      </Form>
    </section>
  );
}
