import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
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
    words: msg`Genuine: it fits a key that this service publishes. That is checked in this page.`,
  },
  forged: { looks: "problem", words: msg`Forged, or damaged: it doesn't fit the key that the token names.` },
  "no such key": { looks: "problem", words: msg`This service publishes no key that the token could be signed with.` },
  "can't be checked here": { looks: "", words: msg`This browser can't check signatures of this kind.` },
};
const NOTHING: Report = { looks: "", words: "" };

/** Whether a token is genuine: by the published keys where there is a public one, else by asking who has the secret. */
export function SignatureReport({ token, parts, isMine }: Props) {
  const { service, transport } = useSite();
  const [report, setReport] = useState(NOTHING);
  const { alg } = parts.header;
  const isPublic = hasPublicKey(alg);

  const check = useCallback(async () => setReport(await checkHere(parts, transport.fetch)), [parts, transport]);
  // For our own token, the keys are looked up unasked.
  useEffect(() => {
    if (isMine && isPublic) void check();
  }, [isMine, isPublic, check]);

  return (
    <>
      <p>{signedHow(alg)}</p>
      {!isMine && !isPublic && (
        <p className="hint">
          <Trans>Asking the service sends the token to it.</Trans>
        </p>
      )}
      <div className="buttons">
        <Button onPress={isPublic ? check : async () => setReport(await askService(token, service))}>
          {isPublic ? t`Check it with the published keys` : t`Ask the service`}
        </Button>
        <p className={report.looks} role="status">
          {report.words}
        </p>
      </div>
    </>
  );
}

function signedHow(alg: unknown): string {
  const name = typeof alg === "string" ? alg : JSON.stringify(alg);
  if (hasPublicKey(alg)) return t`Signed with a private key (${name}): whoever has the public one can check it.`;
  if (/^HS\d+$/.test(name)) return t`Signed with a secret that only the service knows (${name}).`;
  return alg === "none" ? t`Not signed at all.` : t`Signed in a way that this page doesn't know (${name}).`;
}

async function askService(token: string, service: Service): Promise<Report> {
  const answer = await service.asVisitor("POST", "token/verify/", { token });
  if (answer.ok) return { looks: "done", words: t`The service says: it is good now, and so is its session.` };
  const words = inWords(answer.problem);
  return { looks: "problem", words: answer.problem.kind === "refused" ? t`The service says: ${words}` : words };
}

async function checkHere(parts: TokenParts, fetch: (input: string) => Promise<Response>): Promise<Report> {
  const keys = await fetchKeys(fetch);
  if (keys === "none") return { looks: "", words: t`No keys are published here.` };
  if (keys === "unreachable") return { looks: "problem", words: t`The published keys can't be fetched now.` };
  const { looks, words } = VERDICTS[await checkSignature(parts, keys)];
  return { looks, words: i18n._(words) };
}
