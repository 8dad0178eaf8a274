import { isIP } from "node:net";
import { generate } from "selfsigned";

/** A certificate and its key, PEM both. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * A certificate of the router's own, which clients trust by naming it as their CA: for this machine, and for further
 * names and addresses.
 */
export async function makeCertificate(further: readonly string[]): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "lab router" }], {
    algorithm: "sha256",
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
          ...further.map((name) =>
            isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
          ),
        ],
      },
    ],
  });
  return { cert, key };
}
