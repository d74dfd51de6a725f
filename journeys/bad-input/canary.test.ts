import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { lastFirst } from '../../server/test-kit/cleanup.ts';
import { readConfig } from '../../server/src/platform/config.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { wire } from '../../server/src/wiring.ts';
import { ANSWERS, until, type Borrower } from '../kit/borrower.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld } from '../kit/world.ts';
import { everythingIn, lookFor } from './canary.ts';
import { assertProblem, send, Visitor } from './visitor.ts';
import { textsFor, walkTo, writes } from './walk.ts';

/** Values that occur nowhere else. */
const canary: Person = {
  ...aPerson(randomInt(1_000, 9_999), '欧阳金丝雀'),
  loginPassword: 'Canary-login-7f3a',
  transactionPassword: '840713',
};
const ADDRESS = '金丝雀路 7919 号院 3 号楼 1204 室';
const DEPARTMENT = '金丝雀观察部';
/** It is there, and an address that nobody has: the mail server names it in its refusal. */
const EMAIL = 'canary.7919@mail.example';
const SECRETS = {
  name: canary.name,
  idNumber: canary.idNumber,
  mobile: canary.mobile,
  accountNo: canary.accountNo,
  erpNo: canary.erpNo,
  address: ADDRESS,
  department: DEPARTMENT,
  email: EMAIL,
  loginPassword: canary.loginPassword,
  transactionPassword: canary.transactionPassword,
};

const found = lookFor(SECRETS, ['transactionPassword']);

test('what a customer entrusts to us is in no log, no queue, no refusal and no column that can be read', async (t) => {
  const world = await aWorld(t);
  await world.settle(canary);
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const server = await wire(readConfig({ ...world.env, LOG_LEVEL: 'debug' }), { log });
  const { url } = await server.start();
  lastFirst(t).after(server.stop);
  const refusals: string[] = [];
  const visitor = new Visitor(url, world.controlUrl, canary);
  const refuse = async (ask: Parameters<Visitor['send']>[0]) => void refusals.push((await visitor.send(ask)).text);

  // Refusals of every kind, with the canary in the request: wrong, too long, out of step, and a system that fails.
  const wrong = { mobile: canary.mobile, password: `${canary.loginPassword}x` };
  const gate = { method: 'POST', path: '/api/customer/sessions' };
  assertProblem(await send(url, { ...gate, body: wrong }), 'wrong-credentials');
  await refuse({ ...gate, body: { ...wrong, password: canary.loginPassword.repeat(9) } });
  await refuse({ ...gate, body: { ...wrong, mobile: `${canary.mobile}0` } });
  await refuse({ ...gate, raw: `{"mobile":"${canary.mobile}","password":"${canary.loginPassword}"` });
  const at = await walkTo(visitor.borrower, 'identity');
  const asks = writes(at, await textsFor(visitor.borrower));
  await world.faults([
    { system: 'hr-system', operation: 'verify', times: 1, fault: 'status-500-html' },
    { system: 'citizen-registry', operation: 'check', times: 1, fault: 'garbage' },
    { system: 'core-banking', operation: 'transfer', times: 1, fault: 'status-500-html' },
  ]);
  for (let i = 0; i < 2; i += 1) await refuse({ ...asks.identify, body: { erpNo: canary.erpNo } });
  await refuse({
    ...asks.saveAboutYou,
    body: { version: 1, complete: true, answers: { residenceAddress: ADDRESS.repeat(9) } },
  });
  await refuse({ ...asks.saveAboutYou, body: { version: 1, complete: true, answers: { department: DEPARTMENT } } });
  await refuse({
    method: 'GET',
    path: `/api/customer/loans/${encodeURIComponent(canary.name)}?name=${canary.idNumber}`,
  });

  let now = await visitor.borrower.identify(at, canary.erpNo);
  const params = { applicationId: now.applicationId };
  const answers = { ...ANSWERS.aboutYou, residenceAddress: ADDRESS, department: DEPARTMENT };
  const body = { version: now.version, complete: true, answers };
  now = await visitor.borrower.api.saveAboutYou({ params, body });
  await refuse({
    ...asks.submitApplication,
    body: { smsCode: '000000', transactionPassword: canary.transactionPassword },
  });
  const confirmed = await walkTo(visitor.borrower, 'confirm');
  const asked = await visitor.borrower.confirm(confirmed);
  await visitor.borrower.outcome(asked);
  const unzipCode = await sendByMail(visitor.borrower, confirmed.contractId ?? '');

  assert.equal(found('itself', JSON.stringify(SECRETS)).length >= Object.keys(SECRETS).length, true);
  assert.ok(lines.length > 10);
  assert.deepEqual(found('the log', lines.join('\n')), []);
  assert.deepEqual(lookFor({ unzipCode }, [])('the log', lines.join('\n')), []);
  assert.ok(refusals.length >= 8);
  assert.deepEqual(found('a refusal', refusals.join('\n')), []);
  const places = await everythingIn(world.db);
  assert.ok(places.some(({ place, text }) => place.startsWith('pgboss.') && text.includes(params.applicationId)));
  assert.deepEqual(
    places.flatMap(({ place, text }) => [...found(place, text), ...lookFor({ unzipCode }, [])(place, text)]),
    [],
  );
});

/** Once to where it arrives, once to where it is refused. @returns the code that opens the file. */
async function sendByMail(borrower: Borrower, contractId: string): Promise<string> {
  const params = { contractId };
  for (const address of [`nobody.${EMAIL}`, EMAIL]) {
    const body = { address, transactionPassword: await borrower.sealPassword() };
    await borrower.api.requestContractCopy({ params, body });
  }
  const { copyId } = await until('the mail to be accepted', async () => {
    const { copies } = await borrower.api.listContractCopies({ params });
    return copies.some(({ state }) => state === 'queued') ? undefined : copies.find(({ hasUnzipCode }) => hasUnzipCode);
  });
  return (await borrower.api.readUnzipCode({ params: { copyId } })).unzipCode;
}
