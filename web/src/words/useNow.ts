import { useEffect, useState } from "react";

const seconds = () => Date.now() / 1000;

/** The time, in seconds since 1970, every so many milliseconds. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setNow(seconds()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
