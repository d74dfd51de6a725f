import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import type { World } from '../kit/world.ts';
import { aDoor } from './door.ts';
import { assertProblem, type Visitor } from './visitor.ts';
import { goOn, textsFor, walkTo, WRITE_NAMES, writes, type Application, type Step, type WriteName } from './walk.ts';

/** Which writes a step is open to; every other is out of order there. A further start takes the open application up. */
const WITHDRAWAL = 'withdrawApplication';
const OPEN_TO: Readonly<Record<Step, readonly WriteName[]>> = {
  'employee-information-agreement': ['agreeToEmployeeInformation', WITHDRAWAL],
  'system-check': ['checkSystem', WITHDRAWAL],
  'credit-report-agreement': ['agreeToCreditReport', WITHDRAWAL],
  'face-check': ['checkFace', WITHDRAWAL],
  identity: ['identify', WITHDRAWAL],
  'about-you': ['saveAboutYou', WITHDRAWAL],
  money: ['saveAboutYou', 'saveMoney', WITHDRAWAL],
  submit: ['saveAboutYou', 'saveMoney', 'requestSubmissionCode', 'submitApplication', WITHDRAWAL],
  decision: [],
  amount: ['chooseAmount', WITHDRAWAL],
  'use-of-funds': ['declareUseOfFunds', WITHDRAWAL],
  contract: ['confirmCostStatement', 'agreeContract', WITHDRAWAL],
  signing: [],
  confirm: ['confirmDisbursement', WITHDRAWAL],
  // Confirmed again it is the same payout.
  paying: ['confirmDisbursement'],
  done: ['confirmDisbursement'],
  officer: [WITHDRAWAL],
  'offline-contract': [WITHDRAWAL],
  declined: [],
  'not-eligible': [],
  withdrawn: [],
  expired: [],
};

const payingForLong = [
  { system: 'core-banking', operation: 'transfer', times: 50, fault: 'hang-up-before' },
  { system: 'core-banking', operation: 'transfer-query', times: 50, fault: 'hang-up-before' },
];

const isOfContract = (name: WriteName): boolean =>
  name === 'confirmCostStatement' || name === 'agreeContract' || name === 'confirmDisbursement';

async function allOthersAreRefused(world: World, visitor: Visitor, at: Application) {
  const asks = writes(at, await textsFor(visitor.borrower));
  await untouched(world.db, `what is out of order at ${at.step}`, async () => {
    for (const name of WRITE_NAMES) {
      if (name === 'startApplication' || OPEN_TO[at.step].includes(name)) continue;
      const code = isOfContract(name) && at.contractId === null ? 'not-found' : 'step-not-allowed';
      assertProblem(await visitor.send(asks[name]), code, `${name} at ${at.step}:`);
    }
  });
}

test('at every step of the line, every write that is out of order is refused and changes nothing', async (t) => {
  const { world, visitors } = await aDoor(t, aPerson(1, '王小明'));
  const [visitor] = visitors;
  await world.faults(payingForLong);

  const seen: Step[] = [];
  let at = await walkTo(visitor.borrower, 'employee-information-agreement');
  for (;;) {
    seen.push(at.step);
    if (at.step !== 'paying') await allOthersAreRefused(world, visitor, at);
    else break;
    at = await goOn(visitor.borrower, at);
  }
  assert.deepEqual(seen, [
    ...['employee-information-agreement', 'system-check', 'credit-report-agreement', 'face-check', 'identity'],
    ...['about-you', 'money', 'submit', 'amount', 'use-of-funds', 'contract', 'confirm', 'paying'],
  ]);

  // While the outcome is open the inquiries go on and write their attempts: the refusals are looked at, not the tables.
  const asks = writes(at, await textsFor(visitor.borrower));
  for (const name of WRITE_NAMES) {
    if (name === 'startApplication' || name === 'confirmDisbursement') continue;
    assertProblem(await visitor.send(asks[name]), 'step-not-allowed', `${name} while paying:`);
  }
});

test('once the money is paid, nothing of the application can be done again', async (t) => {
  const { world, visitors } = await aDoor(t, aPerson(1, '王小明'));
  const [visitor] = visitors;
  const paying = await walkTo(visitor.borrower, 'confirm');
  const { disbursementId } = await visitor.borrower.confirm(paying);
  await visitor.borrower.outcome({ disbursementId });
  await visitor.borrower.outcome({ disbursementId }); // Asked again once it is paid, it waits for the loan.
  const params = { applicationId: paying.applicationId };
  const at = await visitor.borrower.api.readApplication({ params, query: {} });
  assert.equal(at.step, 'done');
  await allOthersAreRefused(world, visitor, at);
  const again = await visitor.borrower.confirm(paying);
  assert.equal(again.disbursementId, disbursementId);
  assert.equal((await world.transfersAtTheCore()).length, 1);
});

test('who was declined, is not eligible, went to an officer or has withdrawn cannot go round it', async (t) => {
  const persons = [
    { step: 'declined', person: aPerson(9, '郑洁', { idCase: '93' }) },
    { step: 'officer', person: aPerson(7, '周婷', { employerCode: 'KS05', erpDigit: 6 }) },
    { step: 'not-eligible', person: aPerson(8, '吴强', { employerCode: null, erpDigit: 9 }) },
  ] as const;
  const leaver = aPerson(2, '李晓红');
  const { world, visitors } = await aDoor(t, leaver, ...persons.map(({ person }) => person));
  const [leaving, ...others] = visitors;
  for (const [i, { step }] of persons.entries()) {
    const visitor = others[i] as Visitor;
    await allOthersAreRefused(world, visitor, await walkTo(visitor.borrower, step));
  }
  const agreed = await walkTo(leaving.borrower, 'confirm');
  const params = { applicationId: agreed.applicationId };
  const withdrawn = await leaving.borrower.api.withdrawApplication({ params });
  await allOthersAreRefused(world, leaving, { ...withdrawn, contractId: agreed.contractId });
});

test('who waits for the decision cannot hurry it, nor give up meanwhile', async (t) => {
  const { visitors } = await aDoor(t, aPerson(10, '孙磊', { idCase: '95' }));
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'decision');
  const asks = writes(at, await textsFor(visitor.borrower));
  // The silent bureau is asked again meanwhile: the refusals are looked at, not the tables.
  for (const name of WRITE_NAMES.filter((name) => name !== 'startApplication')) {
    const code = isOfContract(name) ? 'not-found' : 'step-not-allowed';
    assertProblem(await visitor.send(asks[name]), code, `${name} while deciding:`);
  }
});
