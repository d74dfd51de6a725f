import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { roles } from '../../server/src/seed/defaults.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { ask, operationsOfStaff, writesOfStaff, type Desks, type OperationName } from './console-desks.ts';
import { assertProblem, readProblem, send, sendWith, Visitor, type Ask } from './visitor.ts';

type Role = keyof Desks['of'];
const everybody: Role[] = [
  ...(['officer', 'approver', 'risk-editor', 'risk-publisher', 'business-editor', 'business-publisher'] as const),
  ...(['servicing', 'servicing-publisher', 'operator'] as const),
  'auditor',
];
const lookers: Role[] = ['officer', 'approver', 'auditor'];
const deciders: Role[] = ['officer', 'approver'];
const servicers: Role[] = ['servicing', 'servicing-publisher'];
const loanReaders: Role[] = [...deciders, ...servicers, 'operator', 'auditor'];
const risk: Role[] = ['risk-editor', 'risk-publisher'];
const business: Role[] = ['business-editor', 'business-publisher'];

/** Who may do what, written down once more and by hand: whoever changes a right changes it here too. */
const MAY: Readonly<Record<Exclude<OperationName, 'signInStaff'>, readonly Role[]>> = {
  readStaffSession: everybody,
  readDayEnd: ['operator'],
  listDayEnds: ['operator'],
  readAgeing: ['operator'],
  retryDayEnd: ['operator'],
  letDaysPass: ['operator'],
  signOutStaff: everybody,
  listWork: lookers,
  readReview: lookers,
  revealApplicant: deciders,
  readPaper: deciders,
  claimReview: deciders,
  releaseReview: deciders,
  approveApplication: deciders,
  declineApplication: deciders,
  askForPapers: deciders,
  uploadReviewPaper: ['officer'],
  recordOfflineContract: ['officer'],
  releasePayout: ['officer'],
  listModels: [...risk, 'auditor'],
  readModel: [...risk, 'auditor'],
  compareModels: [...risk, 'auditor'],
  readBackTest: [...risk, 'auditor'],
  rerunDecision: [...risk, 'auditor', ...deciders],
  draftModel: ['risk-editor'],
  submitModel: ['risk-editor'],
  startBackTest: risk,
  cancelBackTest: risk,
  publishModel: ['risk-publisher'],
  returnModel: ['risk-publisher'],
  listEmployers: [...business, 'auditor'],
  listRosters: [...business, 'auditor'],
  rosterTemplate: [...business, 'auditor'],
  readRoster: [...business, 'auditor'],
  exportRoster: [...business, 'auditor'],
  importRoster: ['business-editor'],
  submitRoster: ['business-editor'],
  publishRoster: ['business-publisher'],
  returnRoster: ['business-publisher'],
  listTexts: [...business, 'auditor'],
  readTextVersions: [...business, 'auditor'],
  draftText: ['business-editor'],
  submitText: ['business-editor'],
  withdrawText: ['business-editor'],
  publishText: ['business-publisher'],
  callOffText: ['business-publisher'],
  returnText: ['business-publisher'],
  previewTextFile: [...business, 'auditor'],
  listContracts: lookers,
  readContractRecord: lookers,
  readContractPdf: deciders,
  exportEvidence: ['auditor'],
  verifyFile: everybody,
  listLoans: loanReaders,
  readLoanRecord: loanReaders,
  readLoanEntries: loanReaders,
  revealLoanCustomer: [...deciders, ...servicers],
  listEarlyRepayments: deciders,
  readEarlyRepayment: deciders,
  approveEarlyRepayment: deciders,
  declineEarlyRepayment: deciders,
  previewCorrection: ['servicing'],
  draftCorrection: ['servicing'],
  submitCorrection: ['servicing'],
  withdrawCorrection: ['servicing'],
  approveCorrection: ['servicing-publisher'],
  returnCorrection: ['servicing-publisher'],
  listCorrections: loanReaders,
  correctionsOfLoan: loanReaders,
  readCorrection: loanReaders,
  listDiscountRules: loanReaders,
  readDiscountRule: loanReaders,
  previewDiscountRule: ['servicing'],
  draftDiscountRule: ['servicing'],
  submitDiscountRule: ['servicing'],
  withdrawDiscountRule: ['servicing'],
  publishDiscountRule: ['servicing-publisher'],
  returnDiscountRule: ['servicing-publisher'],
  endDiscountRule: ['servicing'],
  agreeToDiscountEnd: ['servicing-publisher'],
};

/** The audit trail alone knows of those who tried. */
const AUDITED = ['staff.acts'];

export async function everyRole({ world, of }: Desks): Promise<void> {
  assert.deepEqual(everybody.toSorted(), roles.map(({ role }) => role).toSorted());
  await untouched(
    world.db,
    'what one may not do',
    async () => {
      for (const [name] of operationsOfStaff) {
        if (name === 'signOutStaff') continue;
        for (const role of everybody) {
          const said = await of[role].send(ask(name));
          const what = `${name} by ${role}`;
          if (!MAY[name as keyof typeof MAY].includes(role)) assertProblem(said, 'right-missing', what);
          else if (said.status >= 300) assert.notEqual(said.status, 403, `${what}: ${said.text}`);
        }
      }
    },
    AUDITED,
  );
  const looked = operationsOfStaff.filter(([, { kind, audited }]) => kind === 'write' || audited);
  const attempts = looked.flatMap(([name]) =>
    everybody.filter((role) => !MAY[name as keyof typeof MAY].includes(role)).map((role) => `${name} ${role}`),
  );
  const kept = await world.db
    .selectFrom('staff.acts as a')
    .innerJoin('staff.members as m', 'm.staff_id', 'a.staff_id')
    .select(['a.operation', 'm.roles'])
    .where('a.outcome', '=', 'right-missing')
    .execute();
  assert.deepEqual(
    kept.map(({ operation, roles: [role] }) => `${operation} ${role ?? ''}`).toSorted(),
    attempts.toSorted(),
    'who tries what they may not do is in the audit trail',
  );
}

export async function strangers({ world, url, of }: Desks): Promise<void> {
  const person = aPerson(9, '郑洁');
  await world.settle(person);
  const customer = new Visitor(url, world.controlUrl, person);
  await customer.borrower.signIn();
  const nobody = ['', 'miaodai_staff=', `miaodai_staff=${'x'.repeat(5_000)}`, 'miaodai_staff=%00'];
  const customers = [customer.cookie, customer.cookie.replace('miaodai_session', 'miaodai_staff')];
  assert.match(customers[1] ?? '', /miaodai_staff=./);
  await untouched(world.db, 'a request of nobody', async () => {
    for (const [name] of operationsOfStaff) {
      for (const cookie of [...nobody, ...customers])
        assertProblem(await sendWith(cookie, url, ask(name)), 'not-signed-in', name);
    }
  });
  const asCustomer = of.officer.cookie.replace('miaodai_staff', 'miaodai_session');
  const atTheOther = { method: 'GET', path: '/api/customer/session', headers: { cookie: asCustomer } };
  assertProblem(await send(url, atTheOther), 'not-signed-in');
}

export async function otherSites({ world, url, all }: Desks): Promise<void> {
  const { host } = new URL(url);
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: url },
    { origin: 'https://evil.example' },
    { origin: `http://evil.${host}` },
    { origin: 'null' },
  ];
  const names: OperationName[] = [...writesOfStaff.map(([name]) => name), 'signInStaff', 'signOutStaff'];
  await untouched(world.db, 'a request from another site', async () => {
    for (const headers of foreign) {
      for (const name of names)
        assertProblem(
          await all.send({ ...ask(name), headers }),
          'cross-site-request',
          `${name} ${JSON.stringify(headers)}`,
        );
    }
  });
}

export async function keys({ world, all, of }: Desks): Promise<void> {
  const under = (key: string | undefined, one: Ask): Ask => ({ ...one, headers: { 'idempotency-key': key } });
  await untouched(world.db, 'a write without a key', async () => {
    for (const [name] of writesOfStaff) {
      for (const key of [undefined, 'short'])
        assertProblem(await all.send(under(key, ask(name))), 'idempotency-key-missing', name);
    }
  });
  const first: [OperationName, Ask, string][] = [];
  for (const [name] of writesOfStaff) {
    const keyed = under(randomUUID(), ask(name));
    const said = await all.send(keyed);
    readProblem(said, `${name}, of what there is none`);
    first.push([name, keyed, said.text]);
  }
  await untouched(world.db, 'a key that was used', async () => {
    for (const [name, keyed, text] of first) {
      assert.equal((await all.send(keyed)).text, text, `${name}, again`);
      const key = keyed.headers?.['idempotency-key'] as string;
      for (const other of otherThan(name, keyed)) {
        const code = 'idempotency-key-reused';
        assertProblem(await all.send(under(key, other)), code, `${name}: ${JSON.stringify(other).slice(0, 200)}`);
      }
    }
  });
  // Of another member it is another key.
  const [, claim] = first.find(([name]) => name === 'claimReview') ?? [];
  assert.ok(claim);
  assertProblem(await of.officer.send(claim), 'not-found');
}

/** Another thing, another content, another operation. */
function otherThan(name: OperationName, { body, ...keyed }: Ask): Ask[] {
  const elsewhere = ask(name);
  const words = Object.entries(body ?? {}).filter(([field]) => ['note', 'words', 'reason', 'name'].includes(field));
  const [changed] = words.map(([field, text]) => ({
    ...(body as object),
    [field]: `${text as string}-x`.slice(0, 500),
  }));
  return [
    ...(elsewhere.path === keyed.path ? [] : [elsewhere]),
    ...(changed ? [{ ...keyed, body: changed }] : []),
    ask(name === 'submitModel' ? 'submitRoster' : 'submitModel'),
  ];
}
