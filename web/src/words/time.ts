// Times and spans as people say them.

const UNITS = [
  ["year", 31_557_600],
  ["day", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** Such as "4 min 12 s": the two largest units, or so many. A number stays with its unit. */
export function span(seconds: number, units = 2): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return "0\u00a0s";
  let rest = whole;
  const parts: string[] = [];
  for (const [unit, size] of UNITS.slice(first, first + units)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}\u00a0${unit}${size >= 86_400 && count > 1 ? "s" : ""}`);
  }
  return parts.join(" ");
}

/** Such as "in 4 min 12 s", "3 h ago" or "now". Seconds since 1970, both. */
export function relative(time: number, now: number): string {
  const ahead = Math.round(time - now);
  if (ahead === 0) return "now";
  return ahead > 0 ? `in ${span(ahead)}` : `${span(-ahead)} ago`;
}

/** Such as "just now" or "3 h ago", for what lies back: a clock that is a little off doesn't make it the future. */
export const ago = (time: number, now: number): string => (now - time < 10 ? "just now" : `${span(now - time, 1)} ago`);

const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

const TIME_OF_DAY = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });

export const timeOfDay = (time: number): string => TIME_OF_DAY.format(time * 1000);

/** Whether *value* is a time, in seconds since 1970: ECMAScript has none beyond the year 275760. */
export const isMoment = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(new Date(value * 1000).getTime());

/** Date and time of day, where the reader is. */
export const moment = (time: number): string => MOMENT.format(time * 1000);
