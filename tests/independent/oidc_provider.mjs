// A real issuer: oidc-provider, which is certified for OpenID Connect. It runs until it is ended.

import { generateKeyPair, exportJWK } from "jose";
import Provider from "oidc-provider";
import { once } from "node:events";
import { createServer } from "node:http";

const [port] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const callback = `${issuer}/callback`;

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: `provider-${alg}` };
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "shop",
      client_secret: "a-secret-of-the-shop-alone",
      grant_types: ["client_credentials", "authorization_code"],
      redirect_uris: [callback],
      response_types: ["code"],
      id_token_signed_response_alg: "ES256",
      application_type: "native",
    },
  ],
  cookies: { keys: ["for-tests-alone"] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => ({
        scope: "orders:read",
        audience: resource,
        accessTokenFormat: "jwt",
        accessTokenTTL: 600,
        jwt: { sign: { alg: new URL(resource).searchParams.get("alg") ?? "ES256" } },
      }),
    },
  },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  jwks: { keys: await Promise.all(["RS256", "PS256", "ES256", "Ed25519"].map(key)) },
  pkce: { required: () => false },
  scopes: ["openid", "orders:read"],
});

const server = createServer(provider.callback());
server.listen(Number(port), "127.0.0.1");
await once(server, "listening");
