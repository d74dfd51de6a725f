import assert from 'node:assert/strict';
import type { ProblemCode } from '@miaodai/http-api';
import { ApiProblem } from '@miaodai/http-api/client';
import { fen } from '@miaodai/values';
import { aPdf } from '../../server/test-kit/paper.ts';
import { startClamd } from '../../simulators/src/clamd.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

export type Bank = Awaited<ReturnType<typeof aBank>>;

export const saysNo = (code: ProblemCode, words?: RegExp) => (error: unknown) =>
  error instanceof ApiProblem && error.problem.code === code && (!words || words.test(JSON.stringify(error.problem)));

/** Officers at both branches, a manager, who looks at everything, and who has no business here; a scanner; applications at the officer. */
export async function aBank(t: Parameters<typeof aWorld>[0]) {
  const world = await aWorld(t);
  const clamd = await startClamd();
  t.after(() => clamd.close());
  world.env['CLAMD_ADDRESS'] = clamd.address;
  const second = { ...demoStaff.officer, loginName: 'beijing02', name: '周岩' };
  const { officer, daqing, manager, auditor, riskEditor } = demoStaff;
  await hire(world, officer, second, daqing, manager, auditor, riskEditor);
  const { url, borrower, needs } = await serve(t, world);
  const clerk = async (who: typeof second) => {
    const one = new Clerk(url, who);
    await one.signIn();
    return one.api;
  };
  const clerks = {
    ...{ sun: await clerk(officer), zhou: await clerk(second), daqing: await clerk(daqing) },
    ...{ manager: await clerk(manager), auditor: await clerk(auditor), risk: await clerk(riskEditor) },
  };
  let persons = 400;
  /** Of an employer that is not whitelisted: an officer decides. */
  const atOfficer = async (traits: Parameters<typeof aPerson>[2] = {}) => {
    const person = aPerson((persons += 1), '周婷', { employerCode: 'KS05', erpDigit: 6, ...traits });
    await world.settle(person);
    const who = borrower(person);
    const applicationId = await upToOfficer(world, who);
    await until('the review', async () => (await listed(clerks.manager, applicationId)) ?? undefined);
    return { who, applicationId, params: { applicationId } };
  };
  return { world, url, needs, borrower, clerks, atOfficer };
}

async function upToOfficer(world: World, who: Borrower): Promise<string> {
  await world.db.deleteFrom('platform.rate_limits').execute();
  await who.signIn();
  const agreed = await who.agree(await who.agree(await who.start(), 'employee-information'), 'credit-report');
  let now = await who.identify(await who.showFace(agreed));
  if (now.step === 'about-you') now = await who.submit(await who.fillIn(now));
  assert.equal(now.step, 'officer');
  return now.applicationId;
}

export const listed = async (clerk: Bank['clerks']['sun'], applicationId: string) =>
  (await clerk.listWork({ query: { pageSize: 100 } })).items.find((item) => item.applicationId === applicationId);

export const TERMS = { amountFen: fen(100_000_00), annualRatePpm: 36_000, termMonths: 12, note: '收入稳定，同意' };

export async function approve({ clerks }: Bank, params: { applicationId: string }, change: Partial<typeof TERMS> = {}) {
  const { version } = await clerks.sun.claimReview({ params });
  return clerks.sun.approveApplication({ params, body: { ...TERMS, ...change, version } });
}

/** Both scans uploaded, the contract recorded. */
export async function record(bank: Bank, params: { applicationId: string }, change: Record<string, unknown> = {}) {
  const { sun } = bank.clerks;
  const scan = async (kind: string) => {
    const body = { kind, name: `${kind}.pdf`, base64: aPdf().toString('base64') };
    return sun.uploadReviewPaper({ params, body });
  };
  const first = await scan('signed-contract');
  const { paperId, review } = await scan('signed-use-of-funds');
  const today = (await sun.readStaffSession({})).businessDay;
  const four = params.applicationId.slice(-4).toUpperCase();
  const body = {
    ...{ contractNo: `BJ-2026-${four}`, signedOn: today, useOfFundsNo: `YT-2026-${four}`, useOfFundsSignedOn: today },
    ...{ purpose: 'renovation', scans: [first.paperId, paperId], version: review.version },
  };
  return sun.recordOfflineContract({ params, body: { ...body, ...change } });
}

export const payments = async ({ world }: Bank, { person }: Borrower) =>
  (await world.transfersAtTheCore()).filter(({ toAccountNo }) => toAccountNo === person.accountNo);

/** Sealed by the job that follows the payout: the officers' part and the scans stand where an online contract has its signatures. */
export async function evidenceOnPaper({ clerks }: Bank, contractNo: string): Promise<void> {
  const { contracts } = await clerks.auditor.listContracts({ query: { contractNo } });
  const [contract] = contracts;
  assert.ok(contract?.signedOffline && contract.signing === null);
  const { contractId } = contract;
  const { items } = await until('the evidence', async () => {
    const { evidence } = await clerks.auditor.readContractRecord({ params: { contractId } });
    return evidence ?? undefined;
  });
  const kinds = items.map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'scan').length, 2);
  assert.ok(kinds.includes('review') && kinds.includes('payout') && !kinds.includes('signing'));
}
