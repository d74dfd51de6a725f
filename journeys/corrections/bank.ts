import assert from 'node:assert/strict';
import type { Answer, ConsoleOperations } from '@miaodai/http-api';
import { businessDate, fen } from '@miaodai/values';
import { coreBankingAdapter } from '../../server/src/integrations/core-banking/adapter.ts';
import { products } from '../../server/src/seed/defaults.ts';
import type { SeedMember } from '../../server/src/seed/seed-staff.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import { tell } from '../kit/introduce.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aRepaymentBank, openDay, TODAY, type Repaying } from '../repayment/bank.ts';

export type Correction = Answer<ConsoleOperations['readCorrection']>;
export type Wanted = Parameters<Clerk['api']['previewCorrection']>[0]['body'];
const PENALTY = 72_000;
const FUNDING = products[0]?.parameters.fundingAccountNo ?? '';
const both = { ...demoStaff.servicing, loginName: 'both01', roles: ['servicing', 'servicing-publisher'] };
const far = { ...demoStaff.servicing, loginName: 'far01', branchCode: 'DQ01' };

/** A bank some weeks after four payouts; its clerks, one who may do both parts, and one of another branch. */
export async function aBankWithClerks(t: Cleanup) {
  const bank = await aRepaymentBank(t);
  const { world, served } = bank;
  await hire(world, demoStaff.servicing, demoStaff.servicingChecker, both, far);
  await world.db
    .insertInto('products.parameters')
    .values({
      ...{ product_code: 'instant-loan', branch_code: 'DQ01', name: 'penaltyRatePpm', value: JSON.stringify(PENALTY) },
      effective_from: businessDate('2020-01-02'),
    })
    .execute();
  const people = {
    twice: await bank.aBorrower('王小明'),
    cured: await bank.aBorrower('李晓红', { branchCode: 'DQ01' }),
    lost: await bank.aBorrower('张建国'),
    judged: await bank.aBorrower('赵敏'),
  };
  const core = coreBankingAdapter({ baseUrl: world.env['CORE_BANKING_URL'] ?? '', deadlineMs: 5_000 });
  /** Money that reaches the bank past us, under a number that the counter gave. */
  const atCounter = async (who: Repaying, requestNo: string, amountFen: number, toAccountNo = FUNDING) => {
    await who.has(amountFen);
    const order = { requestNo, fromAccountNo: who.person.accountNo, toAccountNo, amountFen: fen(amountFen) };
    const paid = await core.transfer({ ...order, remark: '柜面还款' });
    assert.equal(paid.is, 'done');
  };
  await tell(world.controlUrl, 'PUT', '/clock', { day: '2027-02-10' });
  await atCounter(people.cured, 'GM20270210001', 849_67);
  await openDay(world, TODAY);
  const clerk = async (who: SeedMember) => {
    const one = new Clerk(served.url, who);
    await one.signIn();
    return one.api;
  };
  const clerks = {
    maker: await clerk(demoStaff.servicing),
    checker: await clerk(demoStaff.servicingChecker),
    ...{ one: await clerk(both), stranger: await clerk(far) },
  };
  return { ...bank, ...people, ...clerks, atCounter };
}
