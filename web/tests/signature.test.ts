import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spoil } from "../src/service/transport";
import { checkSignature, hasPublicKey, type PublicKey } from "../src/token/signature";
import { type TokenParts, takeApart } from "../src/token/tokenParts";

interface Vector {
  token: string;
  public: PublicKey;
}

const read = (name: string): Vector =>
  JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf-8"));

// The payload of RFC 8037 is no JSON, and the signature doesn't care.
function partsOf(token: string): TokenParts {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const json = JSON.parse(Buffer.from(header, "base64url").toString());
  return { text: { header, payload, signature }, header: json, claims: {} };
}

const verdictOf = async (parts: TokenParts, keys: PublicKey[]) => (await checkSignature(parts, keys)).verdict;
const encode = (value: string | ArrayBuffer) => Buffer.from(value as string).toString("base64url");

async function sign(alg: string, key: CryptoKey, how: AlgorithmIdentifier | RsaPssParams | EcdsaParams, more = {}) {
  const signed = `${encode(JSON.stringify({ alg, ...more }))}.${encode('{"sub":"ada"}')}`;
  const signature = await crypto.subtle.sign(how, key, Buffer.from(signed));
  return partsOf(`${signed}.${encode(signature)}`);
}

describe.each(["rfc7515_a2_rs256", "rfc7515_a3_es256", "rfc8037_a4_eddsa"])("%s", (name) => {
  const { token, public: key } = read(name);

  test("is genuine", async () => {
    expect(await verdictOf(partsOf(token), [key])).toBe("genuine");
  });

  test("is forged with a spoiled signature", async () => {
    expect(await verdictOf(partsOf(spoil(token)), [key])).toBe("forged");
  });

  test("is forged with another payload", async () => {
    const parts = partsOf(token);
    parts.text.payload = encode('{"sub":"eve"}');
    expect(await verdictOf(parts, [key])).toBe("forged");
  });

  test("is forged with half a signature, none, or one that is not base64url", async () => {
    for (const signature of ["", partsOf(token).text.signature.slice(0, 40), "!"]) {
      const parts = partsOf(token);
      parts.text.signature = signature;
      expect(await verdictOf(parts, [key])).toBe("forged");
    }
  });

  test("needs a key for signatures, for its algorithm and of its number", async () => {
    const parts = { ...partsOf(token), header: { ...partsOf(token).header, kid: "1" } };
    const check = (more: PublicKey) => verdictOf(parts, [{ ...key, ...more }]);
    expect(await check({ kid: "1", use: "sig" })).toBe("genuine");
    expect(await check({ kid: "2" })).toBe("no such key");
    expect(await check({})).toBe("no such key");
    expect(await check({ kid: "1", use: "enc" })).toBe("no such key");
    expect(await check({ kid: "1", alg: "PS512" })).toBe("no such key");
    expect(await verdictOf(parts, [])).toBe("no such key");
  });

  test("can't be checked where something critical is unknown", async () => {
    const parts = { ...partsOf(token), header: { ...partsOf(token).header, crit: ["x"] } };
    expect(await verdictOf(parts, [key])).toBe("can't be checked here");
  });

  test("can't be checked with a key that is damaged", async () => {
    const damaged = key.kty === "RSA" ? ({ ...key, n: undefined } as PublicKey) : { ...key, x: "AA" };
    expect(await verdictOf(partsOf(token), [damaged])).toBe("can't be checked here");
  });
});

test.each([
  ["RS384", { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" }],
  ["RS512", { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" }],
  ["PS256", { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 }],
  ["PS384", { name: "RSA-PSS", hash: "SHA-384", saltLength: 48 }],
  ["PS512", { name: "RSA-PSS", hash: "SHA-512", saltLength: 64 }],
])("%s is checked", async (alg, how) => {
  const exponent = new Uint8Array([1, 0, 1]);
  const pair = await crypto.subtle.generateKey({ ...how, modulusLength: 2048, publicExponent: exponent }, true, [
    "sign",
    "verify",
  ]);
  const key = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const parts = await sign(alg, pair.privateKey, how);
  expect(await verdictOf(parts, [key])).toBe("genuine");
  expect(
    await verdictOf({ ...parts, header: { alg: "RS256" } }, [{ kty: "RSA", n: key.n, e: key.e } as PublicKey]),
  ).toBe("forged");
});

test.each([
  ["ES384", "P-384", "SHA-384"],
  ["ES512", "P-521", "SHA-512"],
])("%s is checked", async (alg, namedCurve, hash) => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]);
  const key = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const parts = await sign(alg, pair.privateKey, { name: "ECDSA", hash });
  expect(await verdictOf(parts, [key])).toBe("genuine");
  expect(await verdictOf({ ...parts, header: { alg: "ES256" } }, [key])).toBe("no such key");
});

test("the key that fits is found among several, and named if the token is genuine", async () => {
  const { token, public: key } = read("rfc7515_a2_rs256");
  const other: PublicKey = { ...key, n: `x${key.n?.slice(1)}`, kid: "other" };
  const own: PublicKey = { ...key, kid: "own" };
  expect(await checkSignature(partsOf(token), [other, own])).toEqual({ verdict: "genuine", kid: "own" });
  expect(await checkSignature(partsOf(spoil(token)), [other, own])).toEqual({ verdict: "forged" });
});

test("a secret is no public key, and no signature is no signature", async () => {
  const { token } = read("rfc7515_a1_hs256");
  const parts = takeApart(token);
  if (!parts) throw new Error("RFC 7515 is read elsewhere.");
  const { public: rsa } = read("rfc7515_a2_rs256");
  expect(await verdictOf(parts, [rsa])).toBe("can't be checked here");
  expect(await verdictOf({ ...parts, header: { alg: "none" } }, [rsa])).toBe("can't be checked here");
  for (const alg of ["HS256", "none", "toString", undefined, 1]) expect(hasPublicKey(alg)).toBe(false);
});
