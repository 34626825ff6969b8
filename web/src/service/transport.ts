// The last step of every request before the network: notes it for the picture, and plays two accidents on demand.

export interface Exchange {
  id: number;
  kind: "request" | "refresh";
  /** Which of the requests that were sent together; null for any other. */
  number: number | null;
  /** In milliseconds since the recording began. */
  start: number;
  /** Null while it is under way. */
  end: number | null;
  /** Null without an answer. */
  status: number | null;
}

export interface Transport {
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Spoil the signature of *token* on its way from now on, so that the service refuses it as it does an expired one. */
  expire(token: string | null): void;
  /** Let every request fail as without a network. */
  cutOff(isCutOff: boolean): void;
  /** Note what is sent, until the function that is returned is called. */
  record(onChange: (exchanges: Exchange[]) => void): () => void;
}

const REFRESH = "/token/refresh/";
/** The parameter that tells the requests of one run apart. */
export const NUMBER = "request";

export function createTransport(network: typeof fetch, now: () => number = () => performance.now()): Transport {
  let expired: string | null = null;
  let isCutOff = false;
  let listener: ((exchanges: Exchange[]) => void) | null = null;
  let exchanges: Exchange[] = [];
  let began = 0;

  function note(url: URL): (status: number | null) => void {
    const noted = listener;
    const isRefresh = url.pathname.endsWith(REFRESH);
    const number = url.searchParams.get(NUMBER);
    if (!noted || !(isRefresh || number)) return () => {};
    const kind = isRefresh ? "refresh" : "request";
    const exchange = {
      id: exchanges.length,
      kind,
      number: number ? Number(number) : null,
      start: now() - began,
    } as const;
    const put = (end: number | null, status: number | null) => {
      if (listener !== noted) return;
      exchanges = exchanges.with(exchange.id, { ...exchange, end, status });
      noted(exchanges);
    };
    exchanges = [...exchanges, { ...exchange, end: null, status: null }];
    put(null, null);
    return (status) => put(now() - began, status);
  }

  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      const finish = note(new URL(request.url));
      try {
        if (isCutOff) throw new TypeError("The network is cut off.");
        const header = request.headers.get("Authorization");
        if (expired && header === `Bearer ${expired}`) request.headers.set("Authorization", `Bearer ${spoil(expired)}`);
        const response = await network(request);
        finish(response.status);
        return response;
      } catch (error) {
        finish(null);
        throw error;
      }
    },
    expire(token) {
      expired = token;
    },
    cutOff(value) {
      isCutOff = value;
    },
    record(onChange) {
      listener = onChange;
      exchanges = [];
      began = now();
      return () => {
        if (listener === onChange) listener = null;
      };
    },
  };
}

/** *token* with another signature of the same length. All bits of the first character count. */
export function spoil(token: string): string {
  const at = token.lastIndexOf(".") + 1;
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}
