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

const VERDICTS: Record<Verdict, Report> = {
  genuine: {
    looks: "done",
    words: "Genuine: it fits a key that this service publishes. That is checked in this page.",
  },
  forged: { looks: "problem", words: "Forged, or damaged: it doesn't fit the key that the token names." },
  "no such key": { looks: "problem", words: "This service publishes no key that the token could be signed with." },
  "can't be checked here": { looks: "", words: "This browser can't check signatures of this kind." },
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
      {!isMine && !isPublic && <p className="hint">Asking the service sends the token to it.</p>}
      <div className="buttons">
        <Button onPress={isPublic ? check : async () => setReport(await askService(token, service))}>
          {isPublic ? "Check it with the published keys" : "Ask the service"}
        </Button>
        <p className={report.looks} role="status">
          {report.words}
        </p>
      </div>
    </>
  );
}

function signedHow(alg: unknown): string {
  if (hasPublicKey(alg)) return `Signed with a private key (${alg}): whoever has the public one can check it.`;
  if (typeof alg === "string" && /^HS\d+$/.test(alg))
    return `Signed with a secret that only the service knows (${alg}).`;
  return alg === "none"
    ? "Not signed at all."
    : `Signed in a way that this page doesn't know (${JSON.stringify(alg)}).`;
}

async function askService(token: string, service: Service): Promise<Report> {
  const answer = await service.asVisitor("POST", "token/verify/", { token });
  if (answer.ok) return { looks: "done", words: "The service says: it is good now, and so is its session." };
  const said = answer.problem.kind === "refused" ? "The service says: " : "";
  return { looks: "problem", words: `${said}${inWords(answer.problem)}` };
}

async function checkHere(parts: TokenParts, fetch: (input: string) => Promise<Response>): Promise<Report> {
  const keys = await fetchKeys(fetch);
  if (keys === "none") return { looks: "", words: "No keys are published here." };
  if (keys === "unreachable") return { looks: "problem", words: "The published keys can't be fetched now." };
  return VERDICTS[await checkSignature(parts, keys)];
}
