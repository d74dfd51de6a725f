import {
  addDays,
  assert,
  dayInShanghai,
  ok,
  refuse,
  type ApplicationId,
  type BusinessDate,
  type Refused,
  type Result,
} from '@miaodai/values';
import { readProduct } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import {
  contractRecorded,
  lockForWork,
  paperKinds,
  papersOf,
  wrongField,
  type Decided,
  type Officer,
} from '../review/index.ts';
import type { SignedOffline } from './contract.rules.ts';
import { insertContract } from './contract.store.ts';
import { drawUp } from './draw-up.ts';

type Input = SignedOffline & {
  applicationId: ApplicationId;
  version: number;
  contractNo: string;
  /** As the paper says; without it what the customer has chosen. */
  purpose?: string | undefined;
  scans: readonly string[];
};
type Refusal = 'not-found' | 'step-not-allowed' | 'review-changed' | 'offer-expired';
type NumberTaken = Refused<'contract-no-taken'> & { fields: { path: string; message: string }[] };

const TAKEN = {
  contractNo: '该合同编号已登记过，请核对',
  useOfFundsNo: '该用途声明编号已登记过，请核对',
} as const;

/**
 * The contract that was signed at a branch, on the terms that an officer has approved: recorded with its number, date and scans, it is
 * agreed. Its schedule, like an online contract's, is as of the day of recording; the loan's own begins with the payout.
 */
export async function recordOfflineContract(
  context: Context,
  vault: Vault,
  { applicationId, version, contractNo, purpose: onPaper, scans, ...signed }: Input,
  officer: Officer,
): Promise<Decided<void, Refusal> | NumberTaken> {
  const { tx, today, now } = context;
  const locked = await lockForWork(context, vault, applicationId, officer);
  if (!locked.ok) return locked;
  const { application, review } = locked.value;
  const { terms, decided } = review;
  if (review.state !== 'to-sign' || application.step !== 'offline-contract' || !terms || !decided)
    return refuse('step-not-allowed');
  if (review.version !== version) return refuse('review-changed');
  if (today > terms.validUntil) return refuse('offer-expired');
  const inOrder = numbersAndDays(signed, contractNo, dayInShanghai(decided.at), today);
  if (!inOrder.ok) return inOrder;
  const whole = await scansAreThere(context, vault, applicationId, scans);
  if (!whole.ok) return whole;
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);
  const purpose = onPaper ?? application.answers.money.purpose;
  if (!purpose || !product.purposes.some(({ code }) => code === purpose))
    return wrongField('purpose', '请选择用途声明上的贷款用途');

  const approved = { ...product, annualRatePpm: terms.annualRatePpm };
  const { amountFen, termMonths } = terms;
  const onTerms = { no: contractNo, principalFen: amountFen, termMonths, purpose };
  const contract = await drawUp(context, vault, application, approved, onTerms);
  // Signed in time, it need not be paid out within the offer's days.
  const validUntil = addDays(today, product.offerValidDays);
  const agreed = { ...contract, state: 'agreed', validUntil, limitFen: amountFen, signedOffline: signed } as const;
  const taken = await insertContract(tx, vault, agreed, now);
  if (taken) return { ...refuse('contract-no-taken'), fields: [{ path: taken, message: TAKEN[taken] }] };
  await contractRecorded(context, vault, applicationId, { by: officer.staffId, scans });
  return ok(undefined);
}

/** Numbers of ours are given by us. */
const OURS = /^HT\d{8}-\d+$/;

function numbersAndDays(
  { signedOn, useOfFundsSignedOn }: SignedOffline,
  contractNo: string,
  approvedOn: BusinessDate,
  today: BusinessDate,
): Decided<void, never> {
  if (OURS.test(contractNo)) return wrongField('contractNo', '此格式的编号由系统用于线上合同，请核对纸质合同编号');
  const days = [
    ['signedOn', '合同签署日期', signedOn],
    ['useOfFundsSignedOn', '用途声明签署日期', useOfFundsSignedOn],
  ] as const;
  for (const [path, label, day] of days) {
    if (day > today) return wrongField(path, `${label}不能晚于今天`);
    if (day < approvedOn && approvedOn <= today) return wrongField(path, `${label}不能早于审批通过日期 ${approvedOn}`);
  }
  return ok(undefined);
}

/** Of both papers, uploaded by staff for this application. */
async function scansAreThere(
  { tx, today }: Context,
  vault: Vault,
  applicationId: ApplicationId,
  scans: readonly string[],
): Promise<Result<void, never> | ReturnType<typeof wrongField>> {
  const held = await papersOf(tx, vault, applicationId);
  const named = held.filter(({ id, uploadedBy }) => uploadedBy !== null && scans.includes(id));
  if (named.length !== new Set(scans).size) return wrongField('scans', '扫描件不属于此申请，请重新上传');
  const kinds = await paperKinds(tx, today);
  for (const use of ['contract', 'use-of-funds'] as const) {
    const of = kinds.filter((kind) => kind.use === use);
    if (!named.some((paper) => of.some(({ kind }) => kind === paper.kind)))
      return wrongField('scans', `请先上传${of[0]?.label ?? ''}`);
  }
  return ok(undefined);
}
