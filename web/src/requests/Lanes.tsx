import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Timeline } from "./Timeline";
import type { Client, Runs } from "./useRuns";

export const CLIENTS: Record<Client, MessageDescriptor> = {
  ours: msg`Our client`,
  tutorial: msg`The tutorial's client`,
};

/** What each client sent, side by side and to one scale. */
export function Lanes({ runs }: { runs: Runs }) {
  const ends = Object.values(runs).flatMap(({ exchanges }) => exchanges.map(({ start, end }) => end ?? start));
  return (
    <div className="lanes">
      {(Object.keys(CLIENTS) as Client[]).map((name) => (
        <Timeline key={name} title={i18n._(CLIENTS[name])} run={runs[name]} scale={Math.max(...ends, 1)} />
      ))}
    </div>
  );
}
