import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Field } from "../forms/Field";
import { Form, type Values } from "../forms/Form";
import { useSite } from "../site";

interface Props {
  firstName: string;
  lastName: string;
}

export function Names({ firstName, lastName }: Props) {
  const { auth, service } = useSite();

  async function send(values: Values) {
    const answer = await service.asUser("PATCH", "users/me/", values);
    if (!answer.ok) return answer.problem;
    // The names are claims: the next token has the new ones. Should it not come now, it comes later.
    await auth.refresh().catch(() => null);
    return null;
  }

  return (
    <section className="card" aria-labelledby="names">
      <h2 id="names">
        <Trans>Names</Trans>
      </h2>
      <Form send={send} button={t`Save names`} done={t`Your names are saved.`} keep>
        <div className="pair">
          <Field
            label={t`First name`}
            name="first_name"
            autoComplete="given-name"
            required={false}
            defaultValue={firstName}
          />
          <Field
            label={t`Last name`}
            name="last_name"
            autoComplete="family-name"
            required={false}
            defaultValue={lastName}
          />
        </div>
      </Form>
    </section>
  );
}
