// The way of the JavaScript clients to the service: a `fetch` that writes everything into the log.

import { createHash, randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";
import http from "node:http";

const PATIENCE = 20_000;
const KINDS = [
  ["token/refresh/", "refresh"],
  ["token/", "sign_in"],
  ["logout/all/", "sign_out_all"],
  ["logout/", "sign_out"],
];
const COOKIE = /^((?:__Host-|__Secure-)?[\w-]*refresh[\w-]*)=([^;]*)(.*)$/i;

/** Seconds of CLOCK_MONOTONIC. */
export const now = () => Number(process.hrtime.bigint()) / 1e9;

/** What a log may say of a secret. */
export const nameOf = (secret) => createHash("sha256").update(String(secret)).digest("hex").slice(0, 16);

/** What a token says, unverified. */
export function claimsIn(token) {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  } catch {
    return {};
  }
}

const sessionIn = (claims) => (claims.sid ? nameOf(claims.sid) : undefined);
const tokenIn = (claims) => (claims.jti ? nameOf(claims.jti) : undefined);

/** The cookies of one browser: the refresh token, which all tabs share. */
export class Jar {
  cookie = null;

  keep(headers) {
    for (const line of headers ?? []) {
      const [, name, value, rest] = COOKIE.exec(line) ?? [];
      if (!name) continue;
      const isGone = !value || value === '""' || /max-age=0/i.test(rest);
      this.cookie = isGone ? null : { name, value };
      return isGone ? null : value;
    }
    return undefined;
  }
}

/**
 * A fetch for *who*, a browser of *user* with the cookies in *jar*. Of all answers to refreshes, a share *loses* is lost.
 * With `spoils` set, the token of the next call is changed, so that it is refused.
 */
export function recordedFetch(log, who, user, jar, loses = 0) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const localAddress = `127.${64 + randomInt(64)}.${randomInt(256)}.${1 + randomInt(254)}`;
  const recorded = (input, init = {}) => {
    const url = new URL(input.url ?? input);
    const kind = KINDS.find(([end]) => url.pathname.endsWith(end))?.[1] ?? "call";
    const headers = Object.fromEntries(new Headers(init.headers ?? input.headers));
    const line = { who, user, kind, sent: now(), ...sentIn(headers, init.body, jar) };
    if (kind === "call" && recorded.spoils) {
      recorded.spoils = false;
      headers.authorization = `${headers.authorization.slice(0, -6)}AAAAAA`;
      line.spoiled = true;
    }
    Object.assign(headers, { origin: url.origin, "sec-fetch-site": "same-origin" });
    if (jar?.cookie && url.pathname.includes("/browser/")) headers.cookie = `${jar.cookie.name}=${jar.cookie.value}`;
    const isLost = kind === "refresh" && Math.random() < loses;
    return exchange(url, init, headers, { agent, localAddress, leaves: isLost && Math.random() < 0.5 }).then(
      ({ status, headers: answered, body }) => {
        if (isLost) {
          write(log, { ...line, ended: now(), why: "lost" });
          throw new TypeError("The answer was lost.");
        }
        const cookie = jar?.keep(answered["set-cookie"]);
        const said = saidIn(status, answered, body, cookie);
        write(log, { ...said, ...line, ended: now(), mistaken: mistaken(line, said, body) });
        delete answered["set-cookie"];
        return new Response(status === 204 ? null : body, { status, headers: new Headers(Object.entries(answered)) });
      },
      (error) => {
        write(log, { ...line, ended: now(), why: isLost ? "left" : `${error.code ?? error.name}` });
        throw new TypeError("There was no answer.");
      },
    );
  };
  recorded.close = () => agent.destroy();
  return recorded;
}

function exchange(url, init, headers, { agent, localAddress, leaves }) {
  return new Promise((resolve, reject) => {
    const content = init.body === undefined ? undefined : Buffer.from(String(init.body));
    if (content) headers["content-length"] = content.length;
    const asked = http.request(url, { method: init.method ?? "GET", headers, agent, localAddress, timeout: PATIENCE });
    const end = setTimeout(() => asked.destroy(Object.assign(new Error(), { code: "timeout" })), PATIENCE);
    init.signal?.addEventListener("abort", () => asked.destroy(Object.assign(new Error(), { code: "aborted" })));
    asked.on("error", (error) => {
      clearTimeout(end);
      reject(error);
    });
    asked.on("response", (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("error", reject);
      answer.on("end", () => {
        clearTimeout(end);
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces).toString() });
      });
    });
    asked.end(content, () => leaves && asked.destroy(new Error("left")));
  });
}

function sentIn(headers, body, jar) {
  const fields = {};
  const token = headers.authorization?.replace("Bearer ", "");
  if (token) {
    const claims = claimsIn(token);
    Object.assign(fields, { session: sessionIn(claims), token: tokenIn(claims), tier: "live" });
  }
  const sent = objectIn(body);
  const refresh = sent.refresh ?? (token || sent.password ? undefined : jar?.cookie?.value);
  if (refresh) {
    const claims = claimsIn(refresh);
    Object.assign(fields, { session: sessionIn(claims), token: tokenIn(claims), presented: claims.gen });
  }
  if (sent.password) fields.password = 0;
  return fields;
}

function saidIn(status, headers, body, cookie) {
  const fields = { status, retry_after: headers["retry-after"] };
  const said = objectIn(body);
  if (status >= 400) return { ...fields, code: said.reason ?? said.code };
  const refresh = said.refresh ?? cookie;
  if (refresh) {
    const claims = claimsIn(refresh);
    Object.assign(fields, { received: claims.gen, refresh: tokenIn(claims), session: sessionIn(claims) });
  }
  if (said.access) {
    const claims = claimsIn(said.access);
    Object.assign(fields, { access: tokenIn(claims), session: sessionIn(claims) });
  }
  return fields;
}

/** The session or the user that the answer is for, if that is another one than what was sent. */
function mistaken(sent, answer, body) {
  if (answer.session && sent.session && answer.session !== sent.session) return answer.session;
  const said = objectIn(body);
  const name = said.username ?? claimsIn(said.access).username;
  return name === undefined || name === sent.user ? undefined : name;
}

function objectIn(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function write(log, fields) {
  appendFileSync(log, `${JSON.stringify(fields)}\n`);
}
