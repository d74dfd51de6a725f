import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { CertificationRequest } from 'pkijs';
import { instantFromMs } from '@miaodai/values';
import type { EventCertificate, EventCertificateRequest } from './port.ts';

/** What came as a certificate, or why it cannot be one. */
export function readChain(certSn: string, chain: Buffer[]): EventCertificate | { objection: string } {
  const certificates: X509Certificate[] = [];
  try {
    for (const der of chain) certificates.push(new X509Certificate(der));
  } catch {
    return { objection: 'no certificate' };
  }
  const [leaf, ...above] = certificates;
  if (!leaf || leaf.ca || leaf.serialNumber !== certSn) return { objection: 'another serial number' };
  let below = leaf;
  for (const issuer of above) {
    if (!below.checkIssued(issuer) || !below.verify(issuer.publicKey)) return { objection: 'no chain' };
    below = issuer;
  }
  if (!below.checkIssued(below)) return { objection: 'no root' };
  return { serialNo: certSn, chain, notAfter: instantFromMs(leaf.validToDate.getTime()) };
}

/** Undefined where it is for this key, this person and this evidence. */
export function objectionTo(
  { chain }: EventCertificate,
  { csr, name, evidenceHash }: EventCertificateRequest,
): string | undefined {
  const leaf = new X509Certificate(chain[0] ?? Buffer.alloc(0));
  if (!keyOf(csr).equals(leaf.publicKey)) return 'certificate of another key';
  if (leaf.toLegacyObject().subject.CN !== name) return 'certificate of another person';
  if (!leaf.raw.includes(Buffer.from(evidenceHash, 'hex'))) return 'certificate without the evidence';
  return undefined;
}

/** @throws where it is no request of ours. */
const keyOf = (csr: Buffer) =>
  createPublicKey({
    key: Buffer.from(CertificationRequest.fromBER(new Uint8Array(csr)).subjectPublicKeyInfo.toSchema().toBER()),
    ...{ format: 'der', type: 'spki' },
  });

export const fingerprintOf = (der: Buffer): string => createHash('sha256').update(der).digest('hex');
