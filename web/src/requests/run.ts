// Five requests at once, through one client or the other.

import { t } from "@lingui/core/macro";
import { type Exchange, NUMBER, type Transport } from "../service/transport";

export interface Run {
  exchanges: Exchange[];
  isOver: boolean;
}

export interface Counts {
  refused: number;
  refreshes: number;
  answered: number;
  unanswered: number;
  throttled: number;
}

export const COUNT = 5;

/** Send *COUNT* requests to *url* with *request*, and tell *onChange* how it goes. */
export async function run(
  transport: Transport,
  request: (url: string) => Promise<Response>,
  url: string,
  onChange: (run: Run) => void,
): Promise<Counts> {
  let exchanges: Exchange[] = [];
  const stop = transport.record((noted) => {
    exchanges = noted;
    onChange({ exchanges, isOver: false });
  });
  await Promise.allSettled(Array.from({ length: COUNT }, (_, index) => request(`${url}?${NUMBER}=${index + 1}`)));
  stop();
  onChange({ exchanges, isOver: true });
  return count(exchanges);
}

export function count(exchanges: Exchange[]): Counts {
  const requests = exchanges.filter(({ kind }) => kind === "request");
  return {
    refused: requests.filter(({ status }) => status === 401).length,
    refreshes: exchanges.length - requests.length,
    answered: requests.filter(({ status }) => status !== null && status < 400).length,
    throttled: exchanges.filter(({ status }) => status === 429).length,
    unanswered: exchanges.filter(({ status, end }) => status === null && end !== null).length,
  };
}

/** What a bar stands for: the second exchange of a request is its repetition. */
export function label(exchange: Exchange, exchanges: Exchange[]): string {
  if (exchange.kind === "refresh") return t`Refresh`;
  const isAgain = exchanges.some(({ id, number }) => id < exchange.id && number === exchange.number);
  const number = exchange.number ?? 0;
  return isAgain ? t`Request ${number} again` : t`Request ${number}`;
}
