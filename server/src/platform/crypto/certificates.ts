import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { instantFromMs, type Instant } from '@miaodai/values';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** All certificates of a PEM file, in DER. @throws where there is none, or one that cannot be read. */
export function readCertificates(file: string): Buffer[] {
  const blocks = readFileSync(file, 'utf8').match(BLOCK) ?? [];
  if (blocks.length === 0) throw new Error(`${file} holds no certificate`);
  return blocks.map((pem, i) => {
    try {
      return new X509Certificate(pem).raw;
    } catch {
      throw new Error(`${file}: certificate ${i + 1} cannot be read`);
    }
  });
}

/** When it ends to be valid. */
export const endOf = (der: Buffer | undefined): Instant =>
  instantFromMs(new X509Certificate(der ?? '').validToDate.getTime());
