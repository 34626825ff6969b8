import type { Theft } from "./theft";

/** Who holds what, as far as a page should show it: the end of a token tells it from others. */
export function HeldTokens({ theft: { step, refresh, stolen } }: { theft: Theft }) {
  if (!refresh) return null;
  const isOver = step === "over" || step === "use";
  return (
    <dl className="held">
      <div>
        <dt>The owner's refresh token{isOver && ", void"}</dt>
        <dd>
          <code>{refresh}</code>
        </dd>
      </div>
      {stolen && (
        <div>
          <dt>
            The thief's copy
            {stolen === refresh ? ": the same" : isOver || step === "refresh again" ? ", void" : ", replaced meanwhile"}
          </dt>
          <dd>
            <code>{stolen}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}
