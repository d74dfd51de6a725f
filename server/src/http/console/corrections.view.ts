import type { Answer, ConsoleOperations } from '@miaodai/http-api';
import { assert, fen, mask, type BusinessDate, type Instant, type StaffId } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { mayJudge, writersOf } from '../../bank/four-eyes/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { linesOf, type Correction, type Effect } from '../../lending/corrections/index.ts';
import { notesOf, readBook } from '../../lending/servicing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { has, type StaffCaller } from './caller.ts';

export type CorrectionView = Answer<ConsoleOperations['readCorrection']>;
type Summary = Answer<ConsoleOperations['listCorrections']>['items'][number];
type Preview = Answer<ConsoleOperations['previewCorrection']>;
type Looking = { tx: Tx | Db; vault: Vault };
const NOBODY = '系统';

export async function viewSummaries({ tx, vault }: Looking, corrections: readonly Correction[]): Promise<Summary[]> {
  const notes = await notesOf(
    ...([tx, vault] as const),
    corrections.map(({ loanId }) => loanId),
  );
  const names = await namesOf(tx, corrections);
  const branches = await branchNames(tx);
  return corrections.map((correction) => ({
    ...{ correctionId: correction.id, kind: correction.kind, state: correction.state, loanId: correction.loanId },
    loanNo: notes.get(correction.loanId)?.loanNo ?? '',
    branchName: branches.get(correction.branchCode) ?? correction.branchCode,
    ...{ amountFen: correction.amountFen, effectiveOn: correction.effectiveOn, paysOut: correction.paysOut },
    ...{ reason: correction.reason, drafted: person(names, correction.draftedBy, correction.draftedAt) },
  }));
}

export async function viewCorrection(
  looking: Looking,
  correction: Correction,
  caller: StaffCaller,
): Promise<CorrectionView> {
  const { tx, vault } = looking;
  const [summary] = await viewSummaries(looking, [correction]);
  assert(summary, 'one correction is one row');
  const names = await namesOf(tx, [correction]);
  const { name } = await readContact(tx, vault, correction.customerId);
  const read = await readBook(tx, correction.loanId);
  const { submittedBy, submittedAt, publishedBy, publishedAt, returnedBy, returnedAt, returnReason, state } =
    correction;
  const open = state === 'draft' || state === 'submitted';
  const mine = has(caller, 'loans-correct') ? (state === 'draft' ? 'yes' : 'wrong-state') : 'right-missing';
  const judged = mayJudge(has(caller, 'loans-approve'), writersOf(correction), caller.session.staffId);
  return {
    ...summary,
    customerName: name === undefined ? '' : mask.name(name),
    ...{ transactionId: correction.transactionId, coreNo: correction.coreNo, coreSerialNo: correction.coreSerialNo },
    ...{ requestNo: correction.requestNo, refusalCode: correction.refusalCode, settledAt: correction.settledAt },
    submitted: submittedAt && person(names, submittedBy, submittedAt),
    published: publishedAt && person(names, publishedBy, publishedAt),
    returned: returnedAt && { ...person(names, returnedBy, returnedAt), reason: returnReason ?? '' },
    effect: viewEffect(correction.loanId, correction.effect),
    stale: open && read?.loan.version !== correction.loanVersion,
    may: { submit: mine, withdraw: mine, approve: judged, return: judged },
  };
}

export const viewPreview = (
  loanId: Correction['loanId'],
  { amountFen, effectiveOn, effect }: { amountFen: number; effectiveOn: BusinessDate; effect: Effect },
): Preview => ({ amountFen: fen(amountFen), effectiveOn, effect: viewEffect(loanId, effect) });

const viewEffect = (loanId: Correction['loanId'], effect: Effect): CorrectionView['effect'] => ({
  ...effect,
  lines: linesOf(loanId, effect),
});

const namesOf = (tx: Tx | Db, corrections: readonly Correction[]) =>
  memberNames(
    tx,
    corrections
      .flatMap(({ draftedBy, submittedBy, publishedBy, returnedBy }) => [
        draftedBy,
        submittedBy,
        publishedBy,
        returnedBy,
      ])
      .filter((id) => id !== null),
  );

const person = (names: ReadonlyMap<string, string>, id: StaffId | null, at: Instant) => ({
  name: (id && names.get(id)) ?? NOBODY,
  at,
});
