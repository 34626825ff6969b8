// Runs the component of an Expo app in Node: `node expo_app.mjs FILE.tsx`. Its packages are stand-ins, with the names
// and the results that Expo documents: no device is here. It prints the URL to which the browser of the device would
// go, reads from the next line the parameters with which that comes back, and prints what the app then has.

import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { transformWithOxc } from "vite";

const file = process.argv[2];
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const found = new Map();

globalThis.expo = {
  useAutoDiscovery: (issuer) => found.get(issuer) ?? null,
  useAuthRequest({ clientId, redirectUri, scopes }, discovery) {
    if (discovery === null) return [null, null, () => Promise.reject(new Error("not loaded"))];
    const codeVerifier = randomBytes(32).toString("base64url");
    const state = randomBytes(10).toString("base64url");
    const request = { codeVerifier, redirectUri, state };
    return [request, null, () => prompt(request, { clientId, scopes }, discovery)];
  },
  maybeCompleteAuthSession: () => ({ type: "failed", message: "Not supported on this platform" }),
  Button: () => null,
};

async function prompt(request, { clientId, scopes }, discovery) {
  const query = new URLSearchParams({
    client_id: clientId,
    code_challenge: createHash("sha256").update(request.codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    redirect_uri: request.redirectUri,
    response_type: "code",
    scope: scopes.join(" "),
    state: request.state,
  });
  console.log(JSON.stringify({ url: `${discovery.authorizationEndpoint}?${query}` }));
  const params = JSON.parse((await lines.next()).value);
  if (params === null) return { type: "cancel" };
  const type = params.state !== request.state || params.error ? "error" : "success";
  return { type, params, url: request.redirectUri, error: null, errorCode: null, authentication: null };
}

const packages = {
  "expo-auth-session": "export const { useAutoDiscovery, useAuthRequest } = globalThis.expo;",
  "expo-web-browser": "export const { maybeCompleteAuthSession } = globalThis.expo;",
  "react-native": "export const { Button } = globalThis.expo;",
};
for (const [name, text] of Object.entries(packages)) {
  const folder = join(dirname(file), "node_modules", name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "index.js"), text);
  await writeFile(join(folder, "package.json"), '{"type": "module", "main": "index.js"}');
}

const source = await readFile(file, "utf8");
for (const [, issuer] of source.matchAll(/useAutoDiscovery\("([^"]+)"\)/g)) {
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  found.set(issuer, { authorizationEndpoint: metadata.authorization_endpoint });
}
const options = { lang: "tsx", jsx: { runtime: "classic", pragma: "h" } };
const { code } = await transformWithOxc(source, file, options);
await writeFile(`${file}.mjs`, `const h = (type, props) => ({ type, props });\n${code}`);
const { GoogleButton } = await import(`${file}.mjs`);

await new Promise((resolve) => {
  const said = (name) => (what) => resolve(console.log(JSON.stringify({ [name]: what })));
  const button = GoogleButton({ onTokens: said("tokens"), onProblem: said("problem") });
  if (button.props.disabled) throw new Error("the button is disabled");
  button.props.onPress();
});
process.exit(0);
