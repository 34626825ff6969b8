import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Button } from "../forms/Button";
import { inWords } from "../service/problemWords";
import type { Service } from "../service/service";
import { useSite } from "../site";
import { fetchKeys } from "./publishedKeys";
import { checkSignature, hasPublicKey, type Verdict } from "./signature";
import type { TokenParts } from "./tokenParts";

interface Props {
  token: string;
  parts: TokenParts;
  isMine: boolean;
}

interface Report {
  looks: "" | "done" | "problem";
  words: string;
}

const VERDICTS: Record<Verdict, { looks: Report["looks"]; words: MessageDescriptor }> = {
  genuine: {
    looks: "done",
    words: msg`Genuine: the signature fits a key that this service publishes. Your browser checked it.`,
  },
  forged: { looks: "problem", words: msg`Forged or damaged: the signature doesn't fit the key that the token names.` },
  "no such key": { looks: "problem", words: msg`This service publishes no key that fits this token.` },
  "can't be checked here": { looks: "", words: msg`This browser can't check signatures of this kind.` },
};
const NOTHING: Report = { looks: "", words: "" };

/** Whether a token is genuine: by the published keys where there is a public one, else by asking who has the secret. */
export function SignatureReport({ token, parts, isMine }: Props) {
  const { service, transport } = useSite();
  const [report, setReport] = useState(NOTHING);
  const { alg } = parts.header;
  const isPublic = hasPublicKey(alg);

  // The keys are looked up unasked, as that sends nothing of the token.
  useEffect(() => {
    if (isPublic) void checkHere(parts, transport.fetch).then(setReport);
  }, [isPublic, parts, transport]);

  return (
    <>
      <p>{signedHow(alg)}</p>
      {!isMine && !isPublic && (
        <p className="hint">
          <Trans>This sends the token to the service.</Trans>
        </p>
      )}
      <div className="buttons">
        {!isPublic && (
          <Button onPress={async () => setReport(await askService(token, service))}>
            <Trans>Ask the service</Trans>
          </Button>
        )}
        <p className={report.looks} role="status">
          {report.words}
        </p>
      </div>
    </>
  );
}

function signedHow(alg: unknown): string {
  const name = typeof alg === "string" ? alg : JSON.stringify(alg);
  if (hasPublicKey(alg)) return t`Signed with a private key (${name}). Anyone who has the public key can check it.`;
  if (/^HS\d+$/.test(name)) {
    return t`Signed with a secret that only the service knows (${name}). Nobody else can check the signature.`;
  }
  return alg === "none" ? t`Not signed at all.` : t`Signed in a way that this page doesn't know (${name}).`;
}

async function askService(token: string, service: Service): Promise<Report> {
  const answer = await service.asVisitor("POST", "token/verify/", { token });
  if (answer.ok) return { looks: "done", words: t`The service says: this token and its session are valid.` };
  const words = inWords(answer.problem);
  return { looks: "problem", words: answer.problem.kind === "refused" ? t`The service says: ${words}` : words };
}

async function checkHere(
  parts: TokenParts,
  fetch: (input: string, init: RequestInit) => Promise<Response>,
): Promise<Report> {
  const keys = await fetchKeys(fetch);
  if (keys === "none")
    return { looks: "", words: t`This service publishes no keys, so this page can't check the signature.` };
  if (keys === "unreachable") return { looks: "problem", words: t`The published keys can't be fetched now.` };
  const { verdict, kid } = await checkSignature(parts, keys);
  const { looks, words } = VERDICTS[verdict];
  return {
    looks,
    words: kid ? t`Genuine: your browser verified the signature with the published key ${kid}.` : i18n._(words),
  };
}
