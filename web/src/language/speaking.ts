import type { Language } from "./languages";

/** *network*, asked to answer in *language*. */
export const speaking =
  (language: Language, network: typeof fetch): typeof fetch =>
  (input, init) => {
    const request = new Request(input, init);
    request.headers.set("Accept-Language", language);
    return network(request);
  };
