// Makes a key for each algorithm with jose, and a token that it signs.

import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { text } from "node:stream/consumers";

const { algorithms, claims } = JSON.parse(await text(process.stdin));

async function made(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: `jose-${alg}`, use: "sig", alg };
  const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: jwk.kid, typ: "JWT" }).sign(privateKey);
  return { jwk, token };
}

process.stdout.write(JSON.stringify(await Promise.all(algorithms.map(made))));
