import { t } from "@lingui/core/macro";
import { span } from "../words/time";
import type { Problem } from "./answer";

/** What is wrong, and what to do about it. Of fields, only what is wrong with none in particular. */
export function inWords(problem: Problem): string {
  switch (problem.kind) {
    case "fields":
      return (problem.fields.non_field_errors ?? []).join(" ");
    case "throttled":
      return tooOften(problem.seconds);
    case "unreachable":
      return t`The service can't be reached. Try again in a moment.`;
    case "unavailable":
      return unavailable(problem.status);
    case "refused":
      return problem.detail || refused(problem.status);
  }
}

function tooOften(seconds: number): string {
  const wait = span(seconds);
  return seconds > 0 ? t`That was too often. Try again in ${wait}.` : t`That was too often. Try again later.`;
}

const unavailable = (status: number): string =>
  status === 0
    ? t`That can't be done now. Try again in a moment.`
    : t`The service has a problem of its own (${status}). Try again in a moment.`;

const refused = (status: number): string => t`The service refused that (${status}).`;
