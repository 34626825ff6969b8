// Times and spans as people of the page's language say them.

import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

const UNITS = [
  ["year", 31_557_600],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

type Unit = (typeof UNITS)[number][0] | "millisecond";

/** A number stays with its unit. */
const measure = (count: number, unit: Unit, unitDisplay: "short" | "long"): string =>
  new Intl.NumberFormat(i18n.locale, { style: "unit", unit, unitDisplay }).format(count).replaceAll(" ", "\u00a0");

/** Such as "4 minutes, 12 seconds": the two largest units. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [largest, next] = unitsOf(whole);
  const parts = [measure(Math.floor(whole / largest[1]), largest[0], "long")];
  const rest = next ? Math.floor((whole % largest[1]) / next[1]) : 0;
  if (next && rest > 0) parts.push(measure(rest, next[0], "long"));
  return new Intl.ListFormat(i18n.locale, { type: "unit", style: "long" }).format(parts);
}

/** Such as "10 sec", for a place with little room. */
export const shortSeconds = (count: number): string => measure(count, "second", "short");

/** Such as "120 ms". */
export const milliseconds = (count: number): string => measure(Math.round(count), "millisecond", "short");

/** Such as "in 4 minutes", "3 hours ago" or "now". Seconds since 1970, both. */
export function relative(time: number, now: number): string {
  const ahead = Math.round(time - now);
  const [[unit, size]] = unitsOf(Math.abs(ahead));
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: ahead === 0 ? "auto" : "always" });
  return format.format(Math.trunc(ahead / size), unit);
}

/** The largest unit of so many seconds, and the one below it. */
function unitsOf(seconds: number): [(typeof UNITS)[number], (typeof UNITS)[number] | undefined] {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  return [UNITS.at(first) ?? UNITS[4], first === -1 ? undefined : UNITS[first + 1]];
}

/** Such as "just now" or "3 hours ago", for what lies back: a clock that is a little off doesn't make it the future. */
export const ago = (time: number, now: number): string => (now - time < 10 ? t`just now` : relative(time, now));

export const timeOfDay = (time: number): string => write(time, { timeStyle: "medium" });

/** Whether *value* is a time, in seconds since 1970: ECMAScript has none beyond the year 275760. */
export const isMoment = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(new Date(value * 1000).getTime());

/** Date and time of day, where the reader is. */
export const moment = (time: number): string => write(time, { dateStyle: "medium", timeStyle: "medium" });

const write = (time: number, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(i18n.locale, { ...how, hourCycle: "h23" }).format(time * 1000);
