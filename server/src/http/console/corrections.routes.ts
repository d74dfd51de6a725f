import type { correctionOperations, ProblemCode } from '@miaodai/http-api';
import { assert, ok, refuse, type LoanId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import {
  absentAtCore,
  approveCorrection,
  correctionsOf,
  countCorrections,
  coreNumberOf,
  draftCorrection,
  findCorrection,
  listCorrections,
  moneyAtCore,
  previewCorrection,
  returnCorrection,
  reversible,
  submitCorrection,
  withdrawCorrection,
  type CorrectionId,
} from '../../lending/corrections/index.ts';
import { registeredLoan, type RegisteredLoan } from '../../lending/servicing/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { branchSeen } from './branch.ts';
import type { StaffCaller } from './caller.ts';
import { viewCorrection, viewPreview, viewSummaries, type CorrectionView } from './corrections.view.ts';
import type { Needs } from './needs.ts';

type Table = typeof correctionOperations;
type Routes = Handlers<Table, StaffCaller>;
type WantedBody = Parameters<Routes['previewCorrection']>[0]['body'];
type Draft = Parameters<typeof previewCorrection>[1];
const PAGE_SIZE = 20;

export const correctionRoutes = (needs: Needs): Routes => ({ ...reads(needs), ...writes(needs) });

type Reads = 'previewCorrection' | 'listCorrections' | 'correctionsOfLoan' | 'readCorrection';

function reads(needs: Needs): Pick<Routes, Reads> {
  const { db, vault } = needs;
  return {
    previewCorrection: async ({ params, body }, caller) => {
      const asked = await askedFor(needs, params, caller, body);
      if (!asked.ok) return asked;
      const previewed = await previewCorrection(db, { ...asked.value, reason: '' }, await today(db));
      return previewed.ok ? ok(viewPreview(asked.value.loanId, previewed.value)) : previewed;
    },
    listCorrections: async ({ query }, caller) => {
      const { page = 1, pageSize = PAGE_SIZE, state, kind } = query;
      const filter = { branchCode: branchSeen(caller), state, kind };
      const found = await listCorrections(db, filter, { limit: pageSize, offset: (page - 1) * pageSize });
      const items = await viewSummaries({ tx: db, vault }, found);
      return ok({ items, total: await countCorrections(db, filter), page, pageSize });
    },
    correctionsOfLoan: async ({ params }, caller) => {
      const loan = await seenLoan(needs, params, caller);
      if (!loan) return refuse('not-found');
      return ok({ corrections: await viewSummaries({ tx: db, vault }, await correctionsOf(db, loan.loanId)) });
    },
    readCorrection: async ({ params }, caller) => shown(needs, db, params, caller),
  };
}

type Writes = Exclude<keyof Table, Reads>;

function writes(needs: Needs): Pick<Routes, Writes> {
  const { vault } = needs;
  type At = { params: { correctionId: string } };
  const moved = async (
    context: Context,
    { params }: At,
    caller: StaffCaller,
    move: (id: CorrectionId) => Promise<Result<void, ProblemCode>>,
  ) => {
    const before = await shown(needs, context.tx, params, caller);
    if (!before.ok) return before;
    const done = await move(params.correctionId as CorrectionId);
    return done.ok ? shown(needs, context.tx, params, caller) : done;
  };
  return {
    draftCorrection: informed({
      look: ({ params, body }, caller) => askedFor(needs, params, caller, body.wanted),
      within: async (context, { body }, caller, draft: Omit<Draft, 'reason'>) => {
        const drafted = await draftCorrection(context, { ...draft, reason: body.reason }, caller.session.staffId);
        return drafted.ok ? shown(needs, context.tx, { correctionId: drafted.value }, caller) : drafted;
      },
    }),
    submitCorrection: {
      within: (context, input, caller) =>
        moved(context, input, caller, (id) => submitCorrection(context, id, caller.session.staffId)),
    },
    withdrawCorrection: {
      within: (context, input, caller) => moved(context, input, caller, (id) => withdrawCorrection(context, id)),
    },
    approveCorrection: {
      within: (context, input, caller) =>
        moved(context, input, caller, (id) => approveCorrection(context, vault, id, caller.session.staffId)),
    },
    returnCorrection: {
      within: (context, input, caller) =>
        moved(context, input, caller, (id) =>
          returnCorrection(context, { id, reason: input.body.reason }, caller.session.staffId),
        ),
    },
  };
}

/** What is wanted, with what the core says of it. Of another branch it is as if there were none. */
async function askedFor(
  needs: Needs,
  params: { loanId: string },
  caller: StaffCaller,
  wanted: WantedBody,
): Promise<Result<Omit<Draft, 'reason'>, ProblemCode> | Refusal> {
  const loan = await seenLoan(needs, params, caller);
  if (!loan) return refuse('not-found');
  const nothing = { transactionId: null, paysOut: false, coreNo: null, coreSerialNo: null };
  const draft = { loanId: loan.loanId, kind: wanted.kind, ...nothing, amountFen: null, effectiveOn: null };
  switch (wanted.kind) {
    case 'reversal': {
      const { transactionId, paysOut } = wanted;
      const absent = paysOut ? ok(undefined) : await neverCame(needs, loan.loanId, transactionId);
      return absent.ok ? ok({ ...draft, transactionId, paysOut }) : absent;
    }
    case 'refund':
      return ok({ ...draft, paysOut: true, amountFen: wanted.amountFen });
    case 'write-off':
      return ok(draft);
    case 'recovery':
    case 'back-dated': {
      const money = await moneyAtCore(needs, wanted.coreNo, await repaymentAccount(needs.db, loan));
      if (!money.ok) return money;
      const { amountFen, bookedOn: effectiveOn, coreSerialNo } = money.value;
      return ok({ ...draft, coreNo: wanted.coreNo, amountFen, effectiveOn, coreSerialNo });
    }
  }
}

/** What the core has booked goes back to the customer; only what it never had is taken back without. */
async function neverCame(needs: Needs, loanId: LoanId, transactionId: string): Promise<Result<void, ProblemCode>> {
  const transaction = await reversible(needs.db, loanId, transactionId);
  const number = transaction && (await coreNumberOf(needs.db, transaction));
  return number === undefined ? ok(undefined) : absentAtCore(needs, number);
}

async function repaymentAccount(db: Db, { productCode, branchCode }: RegisteredLoan): Promise<string> {
  const product = await readProduct(db, productCode, branchCode, await today(db));
  assert(product, `${productCode} is offered`);
  return product.fundingAccountNo;
}

async function seenLoan({ db, vault }: Needs, { loanId }: { loanId: string }, caller: StaffCaller) {
  const loan = await registeredLoan(db, vault, loanId as LoanId, await today(db));
  const branch = branchSeen(caller);
  return branch === null || loan?.branchCode === branch ? loan : undefined;
}

async function shown(
  { vault }: Needs,
  tx: Db | Tx,
  { correctionId }: { correctionId: string },
  caller: StaffCaller,
): Promise<Result<CorrectionView, 'not-found'>> {
  const correction = await findCorrection(tx, correctionId as CorrectionId);
  const branch = branchSeen(caller);
  if (!correction || (branch !== null && correction.branchCode !== branch)) return refuse('not-found');
  return ok(await viewCorrection({ tx, vault }, correction, caller));
}
