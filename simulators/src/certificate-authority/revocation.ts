import * as asn1js from 'asn1js';
import { CertificateRevocationList, Extensions, RevokedCertificate } from 'pkijs';
import type { Db } from '../db.ts';
import type { Authority } from './authority.ts';
import { authorityKeyId, bufferOf, extension, fingerprintOf, timeOf, type Issuer } from './x509.ts';

const GOOD_FOR_MS = 7 * 86_400_000;

export type RevocationList = { der: Buffer; thisUpdate: Date; nextUpdate: Date };

/** Of our CAs, the one whose certificate has this fingerprint; a beginning of 16 digits is enough. */
export function issuerOf({ root, issuing }: Authority, fingerprint: string): Issuer | undefined {
  return [root, issuing].find(
    (issuer) => fingerprint.length >= 16 && fingerprintOf(issuer.certificate).startsWith(fingerprint),
  );
}

/** Made anew at every question: what was revoked a moment ago is on it. */
export async function listOf(db: Db, authority: Authority, issuer: Issuer): Promise<RevocationList> {
  const [{ number } = { number: 1 }] = await db.query<{ number: number }>(
    `select nextval('sim_ca.lists')::int as number`,
  );
  // Only the CA below the root issues to others.
  const revoked =
    issuer === authority.issuing
      ? await db.query<{ serialNo: string; revokedAt: Date }>(
          `select serial_no as "serialNo", revoked_at as "revokedAt"
           from sim_ca.certificates
           where revoked_at is not null
           order by revoked_at`,
        )
      : [];
  const thisUpdate = new Date(Math.floor(Date.now() / 1000) * 1000);
  const nextUpdate = new Date(thisUpdate.getTime() + GOOD_FOR_MS);
  const list = new CertificateRevocationList();
  list.version = 1;
  list.issuer = issuer.certificate.subject;
  list.thisUpdate = timeOf(thisUpdate);
  list.nextUpdate = timeOf(nextUpdate);
  if (revoked.length > 0) {
    list.revokedCertificates = revoked.map(
      ({ serialNo, revokedAt }) =>
        new RevokedCertificate({
          userCertificate: new asn1js.Integer({ valueHex: bufferOf(Buffer.from(serialNo, 'hex')) }),
          revocationDate: timeOf(revokedAt),
        }),
    );
  }
  list.crlExtensions = new Extensions({
    extensions: [
      authorityKeyId(issuer.certificate.subjectPublicKeyInfo),
      extension('2.5.29.20', false, new asn1js.Integer({ value: number })),
    ],
  });
  await list.sign(issuer.privateKey, 'SHA-256');
  return { der: Buffer.from((list.toSchema(true) as asn1js.Sequence).toBER()), thisUpdate, nextUpdate };
}
