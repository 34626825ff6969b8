// A real provider: oidc-provider, which is certified for OpenID Connect. It runs until it is ended.
// A POST of /rotate replaces its keys. With "id_token", the ID token says as much as the userinfo endpoint, as Google's does.

import { exportJWK, generateKeyPair } from "jose";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, claimsIn, ...callbacks] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: `${alg}-${randomUUID()}` };
}

function client(client_id, more) {
  return {
    client_id,
    client_secret: "a secret/of the shop: 100%",
    grant_types: ["authorization_code"],
    redirect_uris: callbacks,
    response_types: ["code"],
    application_type: "native",
    ...more,
  };
}

async function provider() {
  return new Provider(issuer, {
    clients: [
      client("rs256", { token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: "RS256" }),
      client("es256", { token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: "ES256" }),
      client("eddsa", { token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: "Ed25519" }),
      client("hs256", { token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: "HS256" }),
      client("basic", { token_endpoint_auth_method: "client_secret_basic" }),
      // For a page that asks for an ID token, and for nothing else.
      client("page", {
        token_endpoint_auth_method: "none",
        client_secret: undefined,
        grant_types: ["implicit"],
        response_types: ["id_token"],
      }),
      client("public", { token_endpoint_auth_method: "none", client_secret: undefined }),
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name"] },
    conformIdTokenClaims: claimsIn !== "id_token",
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    cookies: { keys: ["for-tests-alone"] },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "Ed25519", "HS256"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@acme.example`,
        email_verified: true,
        name: "Ada Lovelace",
        given_name: "Ada",
      }),
    }),
    conformIdTokenClaims: false,
    jwks: { keys: await Promise.all(["RS256", "ES256", "Ed25519"].map(key)) },
  });
}

let answer = (await provider()).callback();

const server = createServer(async (request, response) => {
  if (request.method === "POST" && request.url === "/rotate") {
    answer = (await provider()).callback();
    response.end();
  } else {
    answer(request, response);
  }
});
server.listen(Number(port), "127.0.0.1");
await once(server, "listening");
