import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import { readConfig } from '../../server/src/platform/config.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { lastFirst } from '../../server/test-kit/cleanup.ts';
import { wire } from '../../server/src/wiring.ts';
import { tell } from '../kit/introduce.ts';
import { startTransfer, untilMoved } from '../kit/mover.ts';
import { Newcomer } from '../kit/newcomer.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { quiet } from '../kit/untouched.ts';
import { aWorld } from '../kit/world.ts';
import { everythingIn, lookFor } from './canary.ts';
import { Visitor } from './visitor.ts';

/** Values that occur nowhere else. */
const canary: Person = {
  ...aPerson(randomInt(100, 999) * 10 + 1, '欧阳金丝雀'),
  loginPassword: 'Canary-login-7f3a',
  transactionPassword: '840713',
};
const ID_ADDRESS = '北京市东城区金丝雀胡同 7919 号';
const WRONG = { password: 'Canary-wrong-5c1d', cardNo: '6222027919791979191', mobile: '13979197919' };

test('who becomes a customer and moves money is in no log, no queue, no refusal and no column that can be read', async (t) => {
  const world = await aWorld(t);
  const { cardNo, name, idNumber, mobile } = canary;
  await tell(world.controlUrl, 'POST', '/cards', [{ cardNo, holderName: name, idNumber, mobile }]);
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const server = await wire(readConfig({ ...world.env, LOG_LEVEL: 'debug' }), { log });
  const { url } = await server.start();
  lastFirst(t).after(server.stop);
  const visitor = new Visitor(url, world.controlUrl, canary);
  const { borrower } = visitor;
  const newcomer = new Newcomer(borrower);
  const refusals: string[] = [];
  const refuse = async (path: string, body: object, method = 'POST') => {
    const said = await visitor.send({ method, path: `/api/customer/${path}`, body });
    assert.ok(said.status >= 400, `${path}: ${said.text}`);
    refusals.push(said.text);
  };

  // Wrong in every way, with the canary in the request.
  const agreement = { version: '2026-1', textHash: 'ab'.repeat(32) };
  await refuse('registrations', { mobile, smsCode: '000000', password: WRONG.password, agreement });
  await refuse('registrations', { mobile: `${mobile}0`, smsCode: '000000', password: WRONG.password, agreement });
  await newcomer.register();
  await newcomer.confirmIdCard(server.needs, { address: ID_ADDRESS });
  await refuse('id-documents/confirmation', { fields: { name, idNumber, address: ID_ADDRESS }, consent: agreement });
  await refuse('account', (await newcomer.order({ cardNo: `${WRONG.cardNo}x`, cardMobile: WRONG.mobile })).body);
  await refuse('account', (await newcomer.order({ cardMobile: WRONG.mobile })).body);
  await world.faults([
    { system: 'card-network', operation: 'verify', times: 1, fault: 'status-500-html' },
    { system: 'core-banking', operation: 'acct-open', times: 1, fault: 'garbage' },
  ]);
  await refuse('account', (await newcomer.order()).body);
  await newcomer.open();
  await newcomer.account();
  await newcomer.activate();
  assert.equal((await newcomer.account()).state, 'normal');
  await refuse('login-password', { oldPassword: WRONG.password, newPassword: `${WRONG.password}-2` }, 'PUT');
  await untilMoved(borrower, await startTransfer(borrower, { direction: 'in', amountFen: fen(100_00) }));
  await refuse('transfers', { direction: 'out', amountFen: 100, transactionPassword: canary.transactionPassword });
  await borrower.api.exportMyData({});

  const codes = (await borrower.texts()).flatMap(({ text }) => /验证码 (\d{6})/.exec(text)?.[1] ?? []);
  assert.ok(codes.length >= 2);
  const secrets = {
    ...{ name, idNumber, mobile, cardNo, address: ID_ADDRESS },
    ...{ loginPassword: canary.loginPassword, transactionPassword: canary.transactionPassword },
    ...{ wrongPassword: WRONG.password, wrongCard: WRONG.cardNo, wrongMobile: WRONG.mobile },
    ...Object.fromEntries(codes.map((code, i) => [`code ${i}`, code])),
  };
  const found = lookFor(secrets, ['transactionPassword', ...codes.map((_, i) => `code ${i}`)]);
  await quiet(world.db);
  assert.ok(found('itself', Object.values(secrets).join(' ')).length >= Object.keys(secrets).length);
  assert.ok(lines.length > 10);
  assert.deepEqual(found('the log', lines.join('\n')), []);
  assert.ok(refusals.length >= 7);
  assert.deepEqual(found('a refusal', refusals.join('\n')), []);
  const places = await everythingIn(world.db);
  for (const schema of ['pgboss.', 'documents.', 'transfers.', 'account.', 'ecif.', 'privacy.'])
    assert.ok(
      places.some(({ place, text }) => place.startsWith(schema) && text !== ''),
      schema,
    );
  assert.deepEqual(
    places.flatMap(({ place, text }) => found(place, text)),
    [],
  );
});
