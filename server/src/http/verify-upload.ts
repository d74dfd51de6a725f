import type { Answer, verificationOperations } from '@miaodai/http-api';
import { knownFile } from '../lending/signing/index.ts';
import type { Db } from '../platform/db/connect.ts';
import type { Pades } from '../platform/pades/index.ts';

type Verification = Answer<typeof verificationOperations.verifyContractFile>;
type Needs = { db: Db; pades: Pades; trustedRoots: readonly Buffer[] };

/**
 * Whether a file that somebody sends is genuine. Nothing of it is kept or logged, but that its digest is looked up.
 * @param person how a natural person's name may be shown.
 */
export async function verifyUpload(
  { db, pades, trustedRoots }: Needs,
  base64: string,
  person: (name: string) => string = (name) => name,
): Promise<Verification> {
  const report = await pades.verifyUpload(Buffer.from(base64, 'base64'), trustedRoots);
  const { verdict, sha256, sizeBytes, findings } = report;
  const signedAt = report.signatures.at(-1)?.signedAt ?? null;
  // What was signed here and does not verify any more (its root is no longer trusted) is told as what it is.
  const known = signedAt === null ? undefined : await knownFile(db, sha256);
  return {
    ...{ verdict, sha256, sizeBytes, findings },
    known: known && signedAt !== null ? { contractNo: known.contractNo, signedAt } : null,
    signatures: report.signatures.map((one) => ({
      // Whatever somebody writes into a certificate of their own is nobody's organisation.
      name: one.organisation === null || !one.trusted ? person(one.name) : one.name,
      ...{ organisation: one.organisation, issuer: one.issuer, certificateNo: one.certificateNo },
      ...{ signedAt: one.signedAt, intact: one.intact, trusted: one.trusted, coversWholeFile: one.coversWholeFile },
    })),
  };
}
