import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import type { World } from '../kit/world.ts';
import { aDoor } from './door.ts';
import { assertProblem, Visitor } from './visitor.ts';
import { goOn, textsFor, walkTo, WRITE_NAMES, writes, type Application, type Step, type WriteName } from './walk.ts';

/** Which writes a step is open to; every other is out of order there. A further start takes the open application up. */
const WITHDRAWAL = 'withdrawApplication';
const OPEN_TO: Readonly<Record<Step, readonly WriteName[]>> = {
  'employee-information-agreement': ['agreeToEmployeeInformation', WITHDRAWAL],
  'credit-report-agreement': ['agreeToCreditReport', WITHDRAWAL],
  'face-check': ['checkFace', WITHDRAWAL],
  identity: ['identify', WITHDRAWAL],
  'about-you': ['saveAboutYou', WITHDRAWAL],
  money: ['saveAboutYou', 'saveMoney', WITHDRAWAL],
  submit: ['saveAboutYou', 'saveMoney', 'requestSubmissionCode', 'submitApplication', WITHDRAWAL],
  decision: [],
  amount: ['chooseAmount', WITHDRAWAL],
  'use-of-funds': ['declareUseOfFunds', WITHDRAWAL],
  contract: ['agreeContract', WITHDRAWAL],
  confirm: ['confirmDisbursement', WITHDRAWAL],
  // Confirmed again it is the same payout.
  paying: ['confirmDisbursement'],
  done: ['confirmDisbursement'],
  officer: [WITHDRAWAL],
  declined: [],
  'not-eligible': [],
  withdrawn: [],
};

const payingForLong = [
  { system: 'core-banking', operation: 'transfer', times: 50, fault: 'hang-up-before' },
  { system: 'core-banking', operation: 'transfer-query', times: 50, fault: 'hang-up-before' },
];

async function allOthersAreRefused(world: World, visitor: Visitor, at: Application) {
  const asks = writes(at, await textsFor(visitor.borrower));
  await untouched(world.db, `what is out of order at ${at.step}`, async () => {
    for (const name of WRITE_NAMES) {
      if (name === 'startApplication' || OPEN_TO[at.step].includes(name)) continue;
      const isOfContract = name === 'agreeContract' || name === 'confirmDisbursement';
      const code = isOfContract && at.contractId === null ? 'not-found' : 'step-not-allowed';
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
    ...['employee-information-agreement', 'credit-report-agreement', 'face-check', 'identity', 'about-you', 'money'],
    ...['submit', 'amount', 'use-of-funds', 'contract', 'confirm', 'paying'],
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

test('who waits, was declined, is not eligible, went to an officer or has withdrawn cannot go round it', async (t) => {
  const persons = {
    decision: aPerson(10, '孙磊', { idCase: '95' }),
    declined: aPerson(9, '郑洁', { idCase: '93' }),
    officer: aPerson(7, '周婷', { employerCode: 'KS05', erpDigit: 6 }),
    'not-eligible': aPerson(8, '吴强', { employerCode: null, erpDigit: 9 }),
  };
  const leaver = aPerson(2, '李晓红');
  const { world, url, visitors } = await aDoor(t, leaver, ...Object.values(persons));

  for (const [step, person] of Object.entries(persons) as [Step, (typeof persons)['officer']][]) {
    const visitor = new Visitor(url, world.controlUrl, person);
    const at = await walkTo(visitor.borrower, step);
    if (step === 'decision') {
      const asks = writes(at, await textsFor(visitor.borrower));
      for (const name of WRITE_NAMES.filter((name) => name !== 'startApplication')) {
        const code = name === 'agreeContract' || name === 'confirmDisbursement' ? 'not-found' : 'step-not-allowed';
        assertProblem(await visitor.send(asks[name]), code, `${name} while deciding:`);
      }
    } else await allOthersAreRefused(world, visitor, at);
  }

  const [visitor] = visitors;
  const agreed = await walkTo(visitor.borrower, 'confirm');
  const params = { applicationId: agreed.applicationId };
  await visitor.borrower.api.withdrawApplication({ params });
  const withdrawn = await visitor.borrower.api.readApplication({ params, query: { waitMs: 10_000 } });
  await allOthersAreRefused(world, visitor, { ...withdrawn, contractId: agreed.contractId });
});
