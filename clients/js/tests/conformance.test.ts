import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Auth, AuthError, createAuth, type Mode, type Why } from "../src/index.js";
import { browserFetch, Shelf } from "./service/browser.js";
import { clock } from "./service/clock.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CASES = readFileSync(new URL("../../conformance/cases.json", import.meta.url), "utf8");
const PASSWORD = "correct-horse-battery";
const REFRESH = /^(token|token\/refresh|logout|logout\/all)\/$/;

interface Step {
  do: string;
  client?: string;
  after?: number;
  path?: string;
  to?: "elsewhere" | "redirect";
  method?: string;
  json?: object;
  body?: keyof typeof BODIES;
  status?: number | number[] | "any";
  over?: boolean;
  error?: string;
  times?: number;
  at_most?: number;
  parallel?: boolean;
  password?: string;
  seconds?: number;
  is?: string;
  why?: Why;
  send?: { path?: string; [key: string]: unknown };
}

interface Case {
  name: string;
  rule: number;
  modes?: ("cookie" | "body")[];
  steps: Step[];
}

interface Client {
  auth: Auth;
  told: Why[];
}

let child: ChildProcess;
let url: string;
let elsewhere: string;

beforeAll(async () => {
  const python = process.env.SIGNET_PYTHON ?? `${ROOT}.venv/bin/python`;
  child = spawn(python, ["-m", "tests.conformance"], { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"] });
  // It complains of every answer that it is ordered to spoil, so this is read where it doesn't start.
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", resolve);
    child.once("error", reject).once("exit", () => reject(new Error(`The service did not start. ${complaints}`)));
  });
  ({ url, elsewhere } = JSON.parse(line));
});

afterAll(() => child.stdin?.end());
beforeEach(() => clock.start());
afterEach(() => clock.stop());

/** One case, with everything that belongs to the person who plays it. */
class Play {
  readonly clients = new Map<string, Client>();
  readonly heard: unknown[] = [];
  readonly transport: typeof fetch;
  readonly mode: Mode;
  readonly tokens = new Set<string>();
  readonly shelf = new Shelf();

  constructor(readonly kind: "cookie" | "body") {
    this.mode = kind === "cookie" ? "cookie" : { storage: this.shelf };
    const browse = browserFetch(new URL(url).origin);
    this.transport = async (input, init) => {
      const response = await browse(input, init);
      for (const [token] of (await response.clone().text()).matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g))
        this.tokens.add(token);
      for (const [token] of response.headers
        .getSetCookie()
        .join()
        .matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g))
        this.tokens.add(token);
      return response;
    };
    for (const method of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, method).mockImplementation((...said) => void this.heard.push(said));
  }

  async client(name = "first"): Promise<Client> {
    const existing = this.clients.get(name);
    if (existing) return existing;
    const told: Why[] = [];
    const onEvent = (session: unknown, why: Why): void => {
      told.push(why);
      this.heard.push(session);
    };
    const auth = createAuth({ baseURL: url, mode: this.mode, fetch: this.transport, onEvent });
    this.clients.set(name, { auth, told });
    await auth.ready;
    return { auth, told };
  }

  async run(steps: Step[]): Promise<void> {
    await this.client();
    await hook({ do: "reset" });
    let group: Promise<void>[] | null = null;
    for (const step of steps) {
      if (step.do === "start") group = [];
      else if (step.do === "finish") {
        await Promise.all(group ?? []);
        group = null;
      } else {
        const playing = sleep((step.after ?? 0) * 1_000).then(() => this.step(step));
        if (group) group.push(playing);
        else await playing;
      }
    }
  }

  async step(step: Step): Promise<void> {
    const { auth, told } = await this.client(step.client);
    if (step.do === "login") {
      const signingIn = auth.login({ username: "ada", password: step.password ?? PASSWORD });
      await this.expectError(signingIn, step.error);
    } else if (step.do === "logout") await auth.logout();
    else if (step.do === "logout_all") await auth.logout("all");
    else if (step.do === "request") await this.requests(auth, step);
    else if (step.do === "hook")
      await hook({ ...step.send, ...(step.send?.path && { path: this.path(step.send.path) }) });
    else if (step.do === "clock") clock.ahead += step.seconds ?? 0;
    else if (step.do === "pass") clock.passed += step.seconds ?? 0;
    else if (step.do === "counted") await this.counted(step);
    else if (step.do === "state") {
      // What another tab did gets here by a message.
      await vi.waitFor(() => expect(auth.session.status).toBe(step.is), { timeout: 500, interval: 5 });
    } else if (step.do === "told") expect(told.filter((why) => why === step.why)).toHaveLength(step.times ?? 0);
    else if (step.do === "silent") this.silent();
    else if (step.do === "elsewhere") {
      const { seen } = await (await fetch(`${elsewhere}seen`)).json();
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.filter((one: { sent_token: boolean }) => one.sent_token)).toEqual([]);
    } else throw new Error(`There is no step ${step.do}.`);
  }

  /** In cookie mode, the endpoints for tokens have others beside them. */
  path(path: string): string {
    return this.kind === "cookie" && REFRESH.test(path) ? `browser/${path}` : path;
  }

  async requests(auth: Auth, step: Step): Promise<void> {
    const all = Array.from({ length: step.times ?? 1 }, () => () => this.request(auth, step));
    if (step.parallel) await Promise.all(all.map((one) => one()));
    else for (const one of all) await one();
  }

  async request(auth: Auth, step: Step): Promise<void> {
    const { target, init } = this.asked(step);
    const response = await this.expectError(auth.fetch(target, init), step.status === "any" ? "any" : step.error);
    if (!response || step.status === "any") return;
    const wanted = step.over ? 401 : step.status;
    expect(Array.isArray(wanted) ? wanted : [wanted], step.path ?? step.to).toContain(response.status);
    if (step.body && response.ok) expect(atob((await response.json()).body)).toContain(SENT);
  }

  asked(step: Step): { target: string; init: RequestInit } {
    if (step.body) return { target: "echo/", init: { method: "POST", ...BODIES[step.body]() } };
    const target = step.to === "elsewhere" ? elsewhere : step.to === "redirect" ? "redirect/" : (step.path ?? "");
    const method = step.method ?? "GET";
    if (!step.json) return { target, init: { method } };
    return {
      target,
      init: { method, body: JSON.stringify(step.json), headers: { "Content-Type": "application/json" } },
    };
  }

  async expectError<T>(acting: Promise<T>, code: string | undefined): Promise<T | undefined> {
    if (code === undefined) return acting;
    const error = await acting.then(
      () => null,
      (reason) => reason,
    );
    this.heard.push(error, JSON.stringify(error), String(error?.stack));
    if (code === "any") return undefined;
    expect(error).toBeInstanceOf(AuthError);
    expect(error.code).toBe(code);
    return undefined;
  }

  async counted({ path = "", times, at_most, status }: Step): Promise<void> {
    const { seen } = await (await fetch(`${url}conformance/`)).json();
    const asked = seen.filter(
      (one: { path: string; status: number }) => one.path === this.path(path) && (status ?? one.status) === one.status,
    );
    if (at_most === undefined) expect(asked, path).toHaveLength(times ?? 0);
    else expect(asked.length, path).toBeLessThanOrEqual(at_most);
  }

  silent(): void {
    expect(this.tokens.size).toBeGreaterThan(2);
    const said = inspect(this.heard, { depth: 20, maxStringLength: null, maxArrayLength: null, showHidden: true });
    for (const token of this.tokens) {
      expect(said).not.toContain(token);
      expect(said).not.toContain(token.split(".")[2]);
    }
  }
}

const CONTENT = "Zażółć gęślą jaźń";
// What arrives is bytes, also of the letters in it.
const SENT = String.fromCharCode(...new TextEncoder().encode(CONTENT));

const BODIES = {
  json: () => ({ body: JSON.stringify({ text: CONTENT }), headers: { "Content-Type": "application/json" } }),
  form: () => {
    const form = new FormData();
    form.append("text", CONTENT);
    form.append("file", new Blob([CONTENT]), "letter.txt");
    return { body: form };
  },
  file: () => ({ body: new File([CONTENT], "letter.txt", { type: "text/plain" }) }),
  stream: () =>
    ({
      body: new Blob([CONTENT]).stream(),
      duplex: "half",
      headers: { "Content-Type": "text/plain" },
    }) as RequestInit,
};

async function hook(order: object): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${url}conformance/`, { method: "POST", headers, body: JSON.stringify(order) });
  expect(response.status).toBe(200);
}

describe.each(["cookie", "body"] as const)("%s", (kind) => {
  const cases = (JSON.parse(CASES).cases as Case[]).filter(({ modes }) => modes?.includes(kind) ?? true);
  test.each(cases)("$rule: $name", async ({ steps }) => {
    const play = new Play(kind);
    try {
      await play.run(steps);
    } finally {
      for (const { auth } of play.clients.values()) auth.dispose();
    }
  });
});
