import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Whether a file holds a certificate in PEM form, as the provider reads it; one that cannot be read may hold one. */
export function holdsCertificate(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, "latin1");
  } catch {
    return true;
  }
  return (text.match(BLOCK) ?? []).some(isCertificate);
}

function isCertificate(block: string): boolean {
  try {
    new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
}
