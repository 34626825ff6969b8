/** Better Auth under Node's own HTTP server, with the plugins `bearer` and `jwt`; `migrate` makes its tables instead. */

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { hash, verify } from "@node-rs/argon2";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { bearer, jwt } from "better-auth/plugins";
import { createLocalJWKSet, jwtVerify } from "jose";
import pg from "pg";

const [memoryCost, timeCost, parallelism] = process.env.PASSWORD_COST.split(",").map(Number);
const port = Number(process.env.PORT);
const origin = `http://127.0.0.1:${port}`;

const argon2 = {
  hash: (password) => hash(password, { memoryCost, timeCost, parallelism }),
  verify: ({ hash: stored, password }) => verify(stored, password),
};
const digest = (password) => createHash("md5").update(password).digest("hex");
const free = {
  hash: async (password) => digest(password),
  verify: async ({ hash: stored, password }) => digest(password) === stored,
};

const auth = betterAuth({
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 }),
  secret: process.env.SECRET_KEY,
  baseURL: origin,
  emailAndPassword: { enabled: true, password: process.env.PASSWORD_HASH === "free" ? free : argon2 },
  plugins: [bearer(), jwt()],
});

if (process.argv[2] === "migrate") {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  process.exit(0);
}

const endpoints = toNodeHandler(auth);
let keys;

async function idOfToken(request) {
  keys ??= createLocalJWKSet(await auth.api.getJwks());
  const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
  const { payload } = await jwtVerify(token, keys, { issuer: origin, audience: origin });
  return payload.sub;
}

async function idOfSession(request) {
  const found = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  return found?.user.id;
}

const views = { "/stateless/": idOfToken, "/live/": idOfSession };

createServer(async (request, response) => {
  const view = views[request.url];
  if (!view) return endpoints(request, response);
  const id = await view(request).catch(() => undefined);
  response.writeHead(id ? 200 : 401, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ id }));
}).listen(port, "127.0.0.1");
