import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { mask, secondsBetween, type BusinessDate, type Instant } from '@miaodai/values';
import { today } from '../bank/calendar/index.ts';
import { readText } from '../bank/content/index.ts';
import type { Signing } from '../lending/signing/index.ts';
import type { Db, Tx } from '../platform/db/connect.ts';

type SigningView = NonNullable<Answer<CustomerOperations['readContract']>['signing']>;

/** Signing takes a second or two; whoever waits for longer reads why. */
const SLOW_SECONDS = 15;

/** Who signed, masked, and how far it is. */
export async function viewSigning(
  { tx, now }: { tx: Db | Tx; now: Instant },
  signing: Signing,
  file: { sha256: string; sizeBytes: number } | undefined,
): Promise<SigningView> {
  const { state, requestedAt, signedAt, signatures } = signing;
  return {
    ...{ state, requestedAt, signedAt },
    sha256: file?.sha256 ?? null,
    sizeBytes: file?.sizeBytes ?? null,
    signatures: signatures.map((signature) => ({
      ...signature,
      name: signature.signer === 'customer' ? mask.name(signature.name) : signature.name,
    })),
    words: await wordsFor(tx, signing, now),
  };
}

/** Why it takes longer than it should, or why it was refused. */
async function wordsFor(tx: Db | Tx, { state, requestedAt }: Signing, now: Instant): Promise<string | null> {
  const words = async (kind: string, on: BusinessDate) => (await readText(tx, kind, on)).paragraphs.join('');
  if (state === 'refused') return words('signing-refused', await today(tx));
  const isSlow = state === 'requested' && secondsBetween(requestedAt, now) > SLOW_SECONDS;
  return isSlow ? words('signing-slow', await today(tx)) : null;
}
