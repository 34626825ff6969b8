import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Button } from "../forms/Button";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";
import { leaveFor } from "./start";
import { type Provider, useProviders } from "./useProviders";

/** A button for each provider; nothing where there are none. */
export function ContinueWith() {
  const { service } = useSite();
  const providers = useProviders();
  const [problem, setProblem] = useState("");

  async function leave({ id }: Provider) {
    setProblem("");
    const found = await leaveFor(service, id);
    if (found) setProblem(inWords(found));
  }

  if (!providers.length) return null;
  return (
    <section className="providers" aria-label={t`Other ways to sign in`}>
      <ul>
        {providers.map((provider) => (
          <li key={provider.id}>
            <Button onPress={() => leave(provider)}>{continueWith(provider.name)}</Button>
          </li>
        ))}
      </ul>
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  );
}

const continueWith = (name: string) => t`Continue with ${name}`;
