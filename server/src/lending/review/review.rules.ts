import type {
  ApplicationId,
  BusinessDate,
  CustomerId,
  Fen,
  Instant,
  RatePpm,
  Refused,
  Result,
  StaffId,
} from '@miaodai/values';
import type { Text } from '../../bank/content/index.ts';
import type { Authority } from '../../bank/staff/index.ts';
import type { Application } from '../application/index.ts';

export type ReviewState =
  'open' | 'waiting-for-papers' | 'to-sign' | 'to-check' | 'paying' | 'done' | 'declined' | 'withdrawn';
/** What a clerk sees: an open one that somebody has in hand is claimed. */
export type ShownState = ReviewState | 'claimed';
export type Terms = { amountFen: Fen; annualRatePpm: RatePpm; termMonths: number };

export type Review = {
  applicationId: ApplicationId;
  applicationNo: string;
  customerId: CustomerId;
  productCode: string;
  branchCode: string;
  wantedFen: Fen | null;
  state: ReviewState;
  level: number;
  version: number;
  holderId: StaffId | null;
  openedAt: Instant;
  dueAt: Instant;
  asked: { kinds: string[]; words: string; at: Instant } | null;
  /** Once approved. */
  terms: (Terms & { validUntil: BusinessDate }) | null;
  declineReason: string | null;
  decided: { by: StaffId; at: Instant } | null;
  recorded: { by: StaffId; at: Instant } | null;
};

/** Who acts: what a session at the console says of its member of staff. */
export type Officer = { staffId: StaffId; level: number; branchCode: string };

export const shownState = ({ state, holderId }: Pick<Review, 'state' | 'holderId'>): ShownState =>
  state === 'open' && holderId !== null ? 'claimed' : state;

/** How much the customer wants: chosen within a limit, or asked for on the form. */
export const wantedOf = ({ amountFen, answers }: Application): Fen | null =>
  amountFen ?? answers.money.wantedFen ?? null;

/** Officers see their branch, the head office ('*') sees all. */
export const sees = ({ branchCode }: Pick<Officer, 'branchCode'>, review: Pick<Review, 'branchCode'>): boolean =>
  branchCode === '*' || branchCode === review.branchCode;

export const isUndecided = ({ state }: Pick<Review, 'state'>): boolean =>
  state === 'open' || state === 'waiting-for-papers';

type HandRefusal = 'step-not-allowed' | 'held-by-other';
/** Whether this officer has it in hand. */
export function inHand(review: Review, officer: Officer): HandRefusal | undefined {
  if (!isUndecided(review)) return 'step-not-allowed';
  return review.holderId === officer.staffId ? undefined : 'held-by-other';
}

type ClaimRefusal = HandRefusal | 'above-authority';
export function mayClaim(review: Review, officer: Officer): ClaimRefusal | undefined {
  if (!isUndecided(review)) return 'step-not-allowed';
  if (review.holderId !== null && review.holderId !== officer.staffId) return 'held-by-other';
  return officer.level < review.level ? 'above-authority' : undefined;
}

/** Whoever has it in hand lets go of it; where they are away, somebody of a higher level takes it out of their hand. */
export function mayRelease(review: Review, officer: Officer): HandRefusal | undefined {
  const refused = inHand(review, officer);
  const isHeld = review.holderId !== null && officer.level > review.level;
  return refused === 'held-by-other' && isHeld ? undefined : refused;
}

const covers = (authority: Authority, terms: Terms): boolean =>
  terms.amountFen <= authority.maxAmountFen &&
  terms.annualRatePpm >= authority.minRatePpm &&
  terms.termMonths <= authority.maxTermMonths;

/** Who has the authority to approve these terms: the officer, or the lowest level above; undefined where nobody has. */
export const whoApproves = (authorities: readonly Authority[], level: number, terms: Terms): number | undefined =>
  authorities
    .filter((authority) => authority.level >= level && covers(authority, terms))
    .map((authority) => authority.level)
    .toSorted((a, b) => a - b)[0];

type List = Pick<Text, 'kind' | 'version' | 'paragraphs'>;
export type PaperKind = { kind: string; label: string; use: 'customer' | 'contract' | 'use-of-funds' };
export type DeclineReason = { code: string; label: string; toldAs: string };

/**
 * Lines `kind|label|who uploads it`: customer, or staff as scans of the signed contract and use-of-funds statement.
 * @throws where a line is none of these, or nothing is there for one of the three uses.
 */
export function paperKindsFrom(text: List): PaperKind[] {
  const kinds = lines(text, 3).map(([kind = '', label = '', use = '']): PaperKind => {
    if (use !== 'customer' && use !== 'contract' && use !== 'use-of-funds')
      throw new Error(`${text.kind} ${text.version}: '${use}' is no use of papers`);
    return { kind, label, use };
  });
  for (const use of ['customer', 'contract', 'use-of-funds'])
    if (!kinds.some((kind) => kind.use === use)) throw new Error(`${text.kind} ${text.version}: none for ${use}`);
  return kinds;
}

/** Lines `code|what the officer reads|what the customer reads`. @throws where a line is not whole. */
export const declineReasonsFrom = (text: List): DeclineReason[] =>
  lines(text, 3).map(([code = '', label = '', toldAs = '']) => ({ code, label, toldAs }));

function lines(text: List, parts: number): string[][] {
  return text.paragraphs.map((paragraph) => {
    const found = paragraph.split('|').map((part) => part.trim());
    if (found.length !== parts || found.includes('') || !/^[a-z-]{1,32}$/.test(found[0] ?? ''))
      throw new Error(`${text.kind} ${text.version}: a line that begins with '${found[0] ?? ''}' is not whole`);
    return found;
  });
}

/** A refusal that concerns one field says which, in words. */
export type FieldRefusal = Refused<'invalid-input'> & { fields: { path: string; message: string }[] };
export type Decided<T, Code extends string> = Result<T, Code> | FieldRefusal;
export const wrongField = (path: string, message: string): FieldRefusal => ({
  ok: false,
  refusal: 'invalid-input',
  fields: [{ path, message }],
});
