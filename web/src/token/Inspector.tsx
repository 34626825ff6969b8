import { msg, t } from "@lingui/core/macro";
import { useState } from "react";
import { Choice } from "../forms/Choice";
import { ViewFrame } from "../layout/ViewFrame";
import { MyToken } from "./MyToken";
import { PastedToken } from "./PastedToken";

const SOURCES = { mine: msg`My token`, pasted: msg`Another token` } as const;

export function Inspector({ isSignedIn }: { isSignedIn: boolean }) {
  const [source, setSource] = useState<keyof typeof SOURCES>("mine");
  return (
    <ViewFrame title={t`Inspect a token`} lead={t`Anyone who has a token can read it. Nobody can change it unnoticed.`}>
      {isSignedIn && (
        <Choice legend={t`Which token`} name="source" options={SOURCES} value={source} onChange={setSource} />
      )}
      {isSignedIn && source === "mine" ? <MyToken /> : <PastedToken />}
    </ViewFrame>
  );
}
