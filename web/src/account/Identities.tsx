import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../forms/Button";
import { leaveFor } from "../providers/start";
import { type Provider, useProviders } from "../providers/useProviders";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";
import { ago } from "../words/time";
import { useNow } from "../words/useNow";

interface Identity {
  id: string;
  provider: string;
  name: string;
  email: string;
  created_at: string;
  last_used_at: string | null;
}

/** The accounts elsewhere with which one can sign in; nothing where there are none, nor could be. */
export function Identities() {
  const { service } = useSite();
  const providers = useProviders();
  const [identities, setIdentities] = useState<Identity[]>([]);
  const [problem, setProblem] = useState("");
  const [message, setMessage] = useState("");
  const said = useRef<HTMLParagraphElement>(null);

  const load = useCallback(async () => {
    const answer = await service.asUser<Identity[]>("GET", "identities/");
    if (answer.ok) setIdentities(answer.data);
  }, [service]);

  useEffect(() => {
    void load();
  }, [load]);

  async function link({ id }: Provider) {
    setProblem("");
    const found = await leaveFor(service, id, true);
    if (found) setProblem(inWords(found));
  }

  async function unlink({ id, name }: Identity) {
    setProblem("");
    setMessage("");
    const answer = await service.asUser("DELETE", `identities/${id}/`);
    if (!answer.ok) {
      setProblem(inWords(answer.problem));
      return;
    }
    setMessage(t`Removed: ${name}.`);
    await load();
    // The button is gone with what it removed.
    said.current?.focus();
  }

  if (!identities.length && !providers.length) return null;
  return (
    <section className="card" aria-labelledby="identities">
      <h2 id="identities">
        <Trans>Linked accounts</Trans>
      </h2>
      <p>
        <Trans>Sign in with an account that you have elsewhere.</Trans>
      </p>
      <ul className="sessions">
        {identities.map((identity) => (
          <Item key={identity.id} identity={identity} onEnd={() => unlink(identity)} />
        ))}
      </ul>
      <p className="done" role="status" tabIndex={-1} ref={said}>
        {message}
      </p>
      <p className="problem" role="alert">
        {problem}
      </p>
      <div className="buttons">
        {providers.map((provider) => (
          <Button key={provider.id} onPress={() => link(provider)}>
            {linkWith(
              provider.name,
              identities.some((identity) => identity.provider === provider.id),
            )}
          </Button>
        ))}
      </div>
    </section>
  );
}

const linkWith = (name: string, isLinked: boolean) => (isLinked ? t`Link another ${name} account` : t`Link ${name}`);

function Item({ identity, onEnd }: { identity: Identity; onEnd: () => Promise<void> }) {
  const now = useNow(10_000);
  const { name, email, created_at, last_used_at } = identity;
  const linked = ago(Date.parse(created_at) / 1000, now);
  const used = last_used_at && ago(Date.parse(last_used_at) / 1000, now);
  return (
    <li>
      <div>
        <p className="device">{name}</p>
        <p className="quiet">
          {email && `${email} · `}
          {used ? (
            <Trans>
              linked {linked}, last used {used}
            </Trans>
          ) : (
            <Trans>linked {linked}</Trans>
          )}
        </p>
      </div>
      <Button onPress={onEnd}>
        <Trans>
          Remove{" "}
          <span className="hidden">
            {name}, {email}
          </span>
        </Trans>
      </Button>
    </li>
  );
}
