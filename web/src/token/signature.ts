// Whether a token was signed with one of the published keys (RFC 7515, 7517, 7518, 8037), by WebCrypto.

import { bytesOf, type TokenParts } from "./tokenParts";

export interface PublicKey {
  kty?: string;
  kid?: string;
  use?: string;
  alg?: string;
  crv?: string;
  n?: string;
  e?: string;
  x?: string;
  y?: string;
}

export type Verdict = "genuine" | "forged" | "no such key" | "can't be checked here";

export interface Finding {
  verdict: Verdict;
  /** The name of the key that signed a genuine token, if it has one. */
  kid?: string | undefined;
}

interface Algorithm {
  kty: string;
  crv?: string;
  /** The members of a key that are imported: never a private one. */
  members: readonly (keyof PublicKey)[];
  key: RsaHashedImportParams | EcKeyImportParams | { name: string };
  check: RsaPssParams | EcdsaParams | { name: string };
}

const BITS = [256, 384, 512] as const;
const CURVES = { 256: "P-256", 384: "P-384", 512: "P-521" } as const;
const ED25519: Algorithm = {
  kty: "OKP",
  crv: "Ed25519",
  members: ["crv", "x"],
  key: { name: "Ed25519" },
  check: { name: "Ed25519" },
};
const ALGORITHMS = new Map<unknown, Algorithm>([
  ["EdDSA", ED25519],
  ["Ed25519", ED25519],
  ...BITS.flatMap((bits): [string, Algorithm][] => {
    const hash = `SHA-${bits}`;
    const pkcs = { name: "RSASSA-PKCS1-v1_5", hash };
    const pss = { name: "RSA-PSS", hash };
    const crv = CURVES[bits];
    return [
      [`RS${bits}`, { kty: "RSA", members: ["n", "e"], key: pkcs, check: pkcs }],
      [`PS${bits}`, { kty: "RSA", members: ["n", "e"], key: pss, check: { ...pss, saltLength: bits / 8 } }],
      [
        `ES${bits}`,
        {
          kty: "EC",
          crv,
          members: ["crv", "x", "y"],
          key: { name: "ECDSA", namedCurve: crv },
          check: { name: "ECDSA", hash },
        },
      ],
    ];
  }),
]);

/** Whether there is anything to check: others are signed with a secret, or not at all. */
export const hasPublicKey = (alg: unknown): boolean => ALGORITHMS.has(alg);

/** Look at the signature of a token, and at nothing else in it. */
export async function checkSignature({ text, header }: TokenParts, keys: PublicKey[]): Promise<Finding> {
  const algorithm = ALGORITHMS.get(header.alg);
  // A token may name parameters that the reader must understand (RFC 7515 section 4.1.11). This page knows none.
  if (!algorithm || "crit" in header || !globalThis.crypto?.subtle) return { verdict: "can't be checked here" };
  const fitting = keys.filter((key) => fits(key, header.alg, header.kid, algorithm));
  if (fitting.length === 0) return { verdict: "no such key" };
  const signed = new TextEncoder().encode(`${text.header}.${text.payload}`);
  try {
    for (const key of fitting) {
      const isGenuine = await isSignedWith(key, algorithm, signed, bytesOf(text.signature));
      if (isGenuine) return { verdict: "genuine", kid: key.kid };
    }
  } catch (error) {
    // A browser that doesn't know Ed25519 yet, or a key that is none.
    if (error instanceof DOMException) return { verdict: "can't be checked here" };
  }
  return { verdict: "forged" };
}

function fits(key: PublicKey, alg: unknown, kid: unknown, algorithm: Algorithm): boolean {
  return (
    key.kty === algorithm.kty &&
    key.crv === algorithm.crv &&
    (key.use ?? "sig") === "sig" &&
    (key.alg === undefined || ALGORITHMS.get(key.alg) === ALGORITHMS.get(alg)) &&
    (kid === undefined || key.kid === kid)
  );
}

async function isSignedWith(
  key: PublicKey,
  { kty, members, key: imported, check }: Algorithm,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const jwk: JsonWebKey = { kty, ...Object.fromEntries(members.map((name) => [name, key[name]])) };
  const cryptoKey = await crypto.subtle.importKey("jwk", jwk, imported, false, ["verify"]);
  return crypto.subtle.verify(check, cryptoKey, signature, signed);
}
