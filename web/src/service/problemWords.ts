import { span } from "../words/time";
import type { Problem } from "./answer";

/** What is wrong, and what to do about it. Of fields, only what is wrong with none in particular. */
export function inWords(problem: Problem): string {
  switch (problem.kind) {
    case "fields":
      return problem.fields.non_field_errors ?? "";
    case "throttled":
      return problem.seconds > 0
        ? `That was too often. Try again in ${span(problem.seconds)}.`
        : "That was too often. Try again later.";
    case "unreachable":
      return "The service can't be reached. Try again in a moment.";
    case "unavailable":
      if (problem.status === 0) return "That can't be done now. Try again in a moment.";
      return `The service has a problem of its own (${problem.status}). Try again in a moment.`;
    case "refused":
      return problem.detail || `The service refused that (${problem.status}).`;
  }
}
