// A run of both clients as this page recorded it once, shown until there is one of one's own.

import type { Exchange } from "../service/transport";
import type { Runs } from "./useRuns";

type Row = [number: number | null, start: number, end: number, status: number];

const OURS: Row[] = [
  [1, 0, 13, 401],
  [2, 1, 17, 401],
  [3, 2, 34, 401],
  [4, 3, 34, 401],
  [5, 3, 34, 401],
  [null, 36, 50, 200],
  [1, 56, 91, 200],
  [2, 56, 91, 200],
  [4, 57, 91, 200],
  [5, 57, 90, 200],
  [3, 57, 91, 200],
];
const TUTORIAL: Row[] = [
  [1, 0, 15, 401],
  [2, 1, 20, 401],
  [3, 1, 23, 401],
  [4, 1, 28, 401],
  [5, 2, 37, 401],
  [null, 16, 38, 200],
  [null, 20, 42, 200],
  [null, 24, 87, 200],
  [null, 29, 88, 200],
  [null, 38, 56, 200],
  [1, 56, 101, 200],
  [2, 57, 101, 200],
  [5, 98, 122, 200],
  [3, 99, 127, 200],
  [4, 109, 125, 200],
];

const exchanges = (rows: Row[]): Exchange[] =>
  rows.map(([number, start, end, status], id) => ({
    id,
    kind: number === null ? "refresh" : "request",
    number,
    start,
    end,
    status,
  }));

export const EXAMPLE: Runs = {
  ours: { exchanges: exchanges(OURS), isOver: true },
  tutorial: { exchanges: exchanges(TUTORIAL), isOver: true },
};
