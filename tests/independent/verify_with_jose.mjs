// Verifies tokens with jose, whose keys it fetches from the address that it is given.

import { createRemoteJWKSet, jwtVerify } from "jose";
import { text } from "node:stream/consumers";

const { url, issuer, audience, tokens } = JSON.parse(await text(process.stdin));
const keys = createRemoteJWKSet(new URL(url));

async function verified({ token, algorithm }) {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: [algorithm] });
    return payload;
  } catch (error) {
    return { refused: error.code };
  }
}

process.stdout.write(JSON.stringify(await Promise.all(tokens.map(verified))));
