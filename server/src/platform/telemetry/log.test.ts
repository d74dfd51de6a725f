import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

function aLog(level = 'debug') {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  return { log, lines };
}

test('whatever may be personal or secret is cut out of a line, at the top and two levels down', () => {
  const { log, lines } = aLog();
  const secrets = {
    ...{ password: 'canary', transactionPassword: 'canary', smsCode: 'canary', mobile: 'canary', name: 'canary' },
    ...{ idNumber: 'canary', erpNo: 'canary', accountNo: 'canary', text: 'canary', residenceAddress: 'canary' },
    ...{ cookie: 'canary', authorization: 'canary', 'set-cookie': 'canary', 'idempotency-key': 'canary' },
  };
  log.info(secrets, 'top');
  log.info({ body: secrets }, 'within');
  log.info({ request: { headers: secrets } }, 'deeper');
  assert.equal(lines.length, 3);
  for (const line of lines) assert.doesNotMatch(line, /canary/);
  assert.match(lines[0] ?? '', /"password":"\[redacted\]"/);
});

test('what names things by ids stays', () => {
  const { log, lines } = aLog();
  log.info(
    { operation: 'confirmDisbursement', status: 202, subject: '01890000-0000-7000-8000-000000000001' },
    'answered',
  );
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  assert.deepEqual([line['service'], line['operation'], line['status']], ['miaodai', 'confirmDisbursement', 202]);
  assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT.*Z$/);
});

test('an error is named with its place, without what the database quotes of a row', () => {
  const { log, lines } = aLog();
  const error = Object.assign(new Error('duplicate key value violates unique constraint "customers_mobile"'), {
    ...{ code: '23505', constraint: 'customers_mobile', detail: 'Key (mobile)=(13800000001) already exists.' },
    ...{ where: '王小明', hint: '王小明', parameters: ['王小明'], query: 'insert 王小明' },
  });
  log.error({ err: error }, 'a request failed');
  log.error({ error }, 'another');
  log.error({ err: 'thrown 13800000001' }, 'no error at all');
  assert.doesNotMatch(lines.join(''), /13800000001|王小明/);
  const { err } = JSON.parse(lines[0] ?? '') as { err: Record<string, unknown> };
  assert.deepEqual([err['code'], err['constraint']], ['23505', 'customers_mobile']);
  assert.match(String(err['stack']), /log\.test\.ts/);
});

test('a level keeps quieter lines out', () => {
  const { log, lines } = aLog('error');
  log.info('chatter');
  log.error('trouble');
  assert.equal(lines.length, 1);
});
