import type { AxiosError, AxiosInstance, InternalAxiosRequestConfig } from "axios";
import { isAboutToken } from "./challenge.js";
import { isStream } from "./stream.js";
import type { Auth, Claims } from "./types.js";

/**
 * Give *instance* the tokens of *auth*: for axios's own adapters, which tell of the progress of uploads. Without that
 * need, `axios.create({ baseURL, adapter: "fetch", env: { fetch: auth.fetch } })` does the same.
 *
 * Returns what takes it away again.
 */
export function attachAxios<C extends Claims>(instance: AxiosInstance, auth: Auth<C>): () => void {
  const sent = new WeakMap<InternalAxiosRequestConfig, string>();
  const { request, response } = instance.interceptors;
  const sending = request.use(async (config) => {
    const { origin } = new URL(instance.getUri(config), globalThis.location?.href);
    if (origin !== auth.origin || config.headers.has("Authorization")) return config;
    const token = await auth.getAccessToken();
    if (token) sent.set(authorize(config, token), token);
    return config;
  });
  const failing = response.use(undefined, async (error) => {
    const { config, response: refused } = error;
    const token = config && sent.get(config);
    if (!token) throw error;
    conceal(error);
    if (refused?.status !== 401 || !isAboutToken(refused.headers["www-authenticate"])) throw error;
    const next = await auth.refresh(token);
    if (!next || isStream(config.data)) throw error;
    // It has a header now, so the interceptor above leaves it alone, and there is no third attempt.
    return instance.request(authorize(config, next)).catch((again) => {
      throw conceal(again);
    });
  });
  return () => {
    request.eject(sending);
    response.eject(failing);
  };
}

function authorize(config: InternalAxiosRequestConfig, token: string | null): InternalAxiosRequestConfig {
  config.headers.set("Authorization", token && `Bearer ${token}`);
  return config;
}

/** Take out of *error* what was sent: whoever reports it should not report the token. */
function conceal(error: AxiosError): AxiosError {
  if (error.config) authorize(error.config, null);
  for (const part of [error, error.response]) if (part) Object.defineProperty(part, "request", { enumerable: false });
  return error;
}
