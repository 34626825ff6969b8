// @vitest-environment jsdom
import { act, StrictMode, useEffect } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { beforeAll, expect, test, vi } from "vitest";
import { type Auth, type AuthOptions, createAuth } from "../src/index.js";
import { useAuth } from "../src/react.js";

const token = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

/** A service of one user. */
function newAuth(options: Partial<AuthOptions> = {}): Auth {
  const fetch = async (): Promise<Response> =>
    Response.json({ access: token({ name: "Ada" }), refresh: token({}), expires_in: 300 });
  return createAuth({ baseURL: "http://service.test/api/", mode: "memory", fetch, ...options });
}

function Greeting({ auth }: { auth: Auth }) {
  const { status, user, login, logout } = useAuth(auth);
  return (
    <p>
      <output>{status === "authenticated" ? `Hello, ${user?.name}` : status}</output>
      <button type="button" className="in" onClick={() => void login({})} />
      <button type="button" className="out" onClick={() => void logout()} />
    </p>
  );
}

function Guest({ auth }: { auth: Auth }) {
  useEffect(() => () => auth.dispose(), [auth]);
  return <Greeting auth={auth} />;
}

const click = async (container: Element, name: string) =>
  act(async () => {
    container.querySelector<HTMLButtonElement>(`.${name}`)?.click();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

beforeAll(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
});

test("a component follows the session", async () => {
  const auth = newAuth();
  const container = document.createElement("div");
  const root = createRoot(container);
  await act(async () => root.render(<Greeting auth={auth} />));
  expect(container.textContent).toBe("anonymous");
  await click(container, "in");
  expect(container.textContent).toBe("Hello, Ada");
  await click(container, "out");
  expect(container.textContent).toBe("anonymous");
  act(() => root.unmount());
  auth.dispose();
});

test("a server renders what it can know, and the page goes on from there", async () => {
  const auth = newAuth();
  await auth.login({});
  const html = renderToString(<Greeting auth={auth} />);
  expect(html).toContain("loading");
  const container = document.createElement("div");
  container.innerHTML = html;
  const complaints = vi.spyOn(console, "error");
  await act(async () => hydrateRoot(container, <Greeting auth={auth} />));
  expect(container.textContent).toBe("Hello, Ada");
  expect(complaints).not.toHaveBeenCalled();
  auth.dispose();
});

test("StrictMode, which disposes of it once too often, changes nothing", async () => {
  const auth = newAuth({ mode: "cookie" });
  window.localStorage.setItem("signet cookie http://service.test/api/", "login");
  const container = document.createElement("div");
  const root = createRoot(container);
  await act(async () =>
    root.render(
      <StrictMode>
        <Guest auth={auth} />
      </StrictMode>,
    ),
  );
  await act(async () => auth.ready);
  await act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(container.textContent).toBe("Hello, Ada");
  await click(container, "out");
  expect(container.textContent).toBe("anonymous");
  act(() => root.unmount());
});

test("a path is resolved against the page", async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(String(input));
    return new Response(null, { status: 204 });
  };
  const auth = newAuth({ baseURL: "/api/v1", fetch });
  expect(auth.origin).toBe(window.location.origin);
  await auth.fetch("users/me/");
  await auth.fetch("/other/");
  expect(asked).toEqual([`${window.location.origin}/api/v1/users/me/`, `${window.location.origin}/other/`]);
});
