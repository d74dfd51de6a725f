import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { sql } from 'kysely';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { addSeconds, businessDate } from '@miaodai/values';
import { keepHouse } from '../../server/src/housekeeping.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import { debianTools } from '../../server/test-kit/debian-tools.ts';
import { Borrower, until } from '../kit/borrower.ts';
import { mailReports, mailsTo, reportBounces } from '../kit/mail.ts';
import { aPerson } from '../kit/persons.ts';
import { startServer } from '../kit/processes.ts';
import { failureReport } from '../../simulators/src/mail/delivery-report.ts';
import { aWorld, serve } from '../kit/world.ts';

const SEVEN_ZIP = debianTools({ '7zz': '7zip' });
const ERROR_WORDS = '请输入正确的电子邮箱';

type Bank = Awaited<ReturnType<typeof aBank>>;
type Copy = Answer<CustomerOperations['listContractCopies']>['copies'][number];

test('a signed contract is sent by e-mail, to whom proves to be its owner, in a file that only the code opens', async (t) => {
  const bank = await aBank(t);
  await t.test('not before it is signed, and to nobody else', () => onlyOwnAndSigned(bank));
  await t.test('the mail has its parts, and says nothing that opens the file', () => theMail(bank));
  await t.test('7-Zip opens the file with the code, and not without or with another', SEVEN_ZIP, () => sevenZip(bank));
  await t.test('asked again under its key, and taken up by two at once: one record, one mail', () => once(bank));
  await t.test('what is no address is refused before anything is tried', () => badAddresses(bank));
  await t.test('refused by the other side: bounced, with the reason and no code', () => refusedAtOnce(bank));
  await t.test('put off, then slow: accepted in the end, the same message again, one record', () => putOff(bank));
  await t.test('accepted, and returned later: the report is believed from the mail server alone', () => bounced(bank));
  await t.test('killed when the mail server had it and we had not written it down', () => killed(t, bank));
  await t.test('a server that never says: given up in the end, and said so', () => givenUp(bank));
  await t.test('so many a day', () => limited(bank));
  await t.test('the code goes when its days are over', () => codesGo(bank));
  await t.test('a wrong password sends nothing, leaves no record, counts and locks', () => wrongPassword(bank));
});

async function aBank(t: TestContext) {
  // Slower than a mail may take.
  const world = await aWorld(t, { lateMs: 2_500 });
  world.env['MAIL_DEADLINE_MS'] = '1500';
  await setFrom(world.db, businessDate('2020-01-02'), { contractCopiesPerDay: 50, mailRetryFirstSeconds: 1 });
  const persons = [aPerson(1, '王小明'), aPerson(2, '李晓红')] as const;
  await world.settle(...persons);
  const server = await serve(t, world);
  const [wang, li] = [server.borrower(persons[0]), server.borrower(persons[1])];
  const params = { contractId: '' };

  const ask = async (address: string, password?: string, borrower: Borrower = wang) =>
    borrower.api.requestContractCopy({
      params,
      body: { address, transactionPassword: await borrower.sealPassword(password) },
    });
  const list = () => wang.api.listContractCopies({ params });
  const settled = (copyId: string, ...states: Copy['state'][]) =>
    until(`the copy to be ${states.join(' or ')}`, async () =>
      (await list()).copies.find((copy) => copy.copyId === copyId && states.includes(copy.state)),
    );
  const codeOf = async ({ copyId }: { copyId: string }) =>
    (await wang.api.readUnzipCode({ params: { copyId } })).unzipCode;
  const inbox = (address: string) => mailsTo(world.controlUrl, address);
  return { world, server, wang, li, params, ask, list, settled, codeOf, inbox };
}

const saysNo = (code: string, words?: string) => (error: unknown) => {
  const { problem } = error as { problem: { code: string; detail?: string } };
  assert.equal(problem.code, code);
  if (words !== undefined) assert.equal(problem.detail, words);
  return true;
};

async function onlyOwnAndSigned({ wang, li, params, ask, list }: Bank) {
  await wang.signIn();
  const declared = await wang.declareUse(await wang.chooseAmount(await wang.upToDecision()));
  params.contractId = declared.contractId ?? '';
  await assert.rejects(ask('wang@mail.example'), saysNo('step-not-allowed'));
  await wang.agreeToContract(declared);

  await li.signIn();
  await assert.rejects(ask('li@mail.example', undefined, li), saysNo('not-found'));
  await assert.rejects(li.api.listContractCopies({ params }), saysNo('not-found'));
  const { copies, leftToday, notice } = await list();
  assert.deepEqual([copies, leftToday], [[], 50]);
  assert.match(notice.join(''), /解压码/);
}

async function theMail({ wang, li, params, ask, settled, codeOf, inbox }: Bank) {
  const asked = await ask('Wang.XiaoMing+loan@mail.example');
  assert.deepEqual(
    [asked.state, asked.address, asked.hasUnzipCode, asked.settledAt],
    ['queued', 'W***@mail.example', false, null],
  );
  const copy = await settled(asked.copyId, 'accepted');
  assert.equal(copy.hasUnzipCode, true);
  await assert.rejects(li.api.readUnzipCode({ params: { copyId: copy.copyId } }), saysNo('not-found'));
  const code = await codeOf(copy);
  assert.match(code, /^[2-9A-HJKMNP-Z]{12}$/);

  const { contractNo } = await wang.api.readContract({ params, query: {} });
  const [mail, ...others] = await inbox('Wang.XiaoMing+loan@mail.example');
  assert.ok(mail && others.length === 0);
  const line = (name: string) => mail.headers.find((header) => header.name === name)?.line ?? '';
  assert.equal(mail.subject, `【秒贷】您的借款合同 ${contractNo}`);
  assert.match(mail.from, /秒贷.*<loan@bank\.example>/);
  assert.match(line('content-type'), /^Content-Type: multipart\/mixed/);
  assert.match(line('auto-submitted'), /auto-generated/);
  assert.equal(mail.messageId, `<EM${copy.copyId.replaceAll('-', '')}@bank.example>`);
  for (const part of [mail.text, mail.html]) {
    assert.match(part, /告知义务/);
    assert.match(part, /7-Zip/);
    // Neither what opens the file, nor who its owner is.
    for (const secret of [code, wang.person.name, wang.person.idNumber, wang.person.mobile])
      assert.ok(!part.includes(secret));
  }
  assert.match(mail.html, /^<!doctype html>/);
  assert.doesNotMatch(mail.html, /<script|<img|https?:/);

  const [attachment, ...more] = mail.attachments;
  assert.ok(attachment && more.length === 0);
  assert.deepEqual([attachment.name, attachment.mediaType], [`借款合同_${contractNo}.zip`, 'application/zip']);
  const [entry, ...rest] = await entriesOf(attachment.base64);
  assert.ok(entry && !entry.directory && rest.length === 0);
  assert.deepEqual([entry.filename, entry.encrypted], [`借款合同_${contractNo}.pdf`, true]);
  const file = await wang.api.readContractFile({ params });
  const opened = await entry.getData(new Uint8ArrayWriter(), { password: code });
  assert.equal(Buffer.from(opened).toString('base64'), file.base64, 'the very file, to the byte');
  for (const password of [undefined, '', 'ABCDEFGHJKMN', code.toLowerCase()])
    await assert.rejects(entry.getData(new Uint8ArrayWriter(), password === undefined ? {} : { password }));

  const { events } = await wang.api.readSecurity({});
  const titles = events.map(({ title }) => title);
  for (const title of ['查看合同文件的解压码', '申请把合同发送到电子邮箱']) assert.ok(titles.includes(title), title);
}

const entriesOf = (base64: string) =>
  new ZipReader(new Uint8ArrayReader(new Uint8Array(Buffer.from(base64, 'base64'))), {
    useWebWorkers: false,
  }).getEntries();

async function sevenZip({ wang, params, list, codeOf, inbox }: Bank) {
  const [copy] = (await list()).copies;
  const [mail] = await inbox('Wang.XiaoMing+loan@mail.example');
  const [attachment] = mail?.attachments ?? [];
  assert.ok(copy && attachment);
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-zip-'));
  try {
    const zip = join(folder, 'contract.zip');
    writeFileSync(zip, Buffer.from(attachment.base64, 'base64'));
    const run = (...args: string[]) =>
      spawnSync('7zz', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    const code = await codeOf(copy);
    const name = attachment.name.replace('.zip', '.pdf');
    const listed = run('l', '-slt', zip).stdout;
    assert.ok(listed.includes(`Path = ${name}`), 'Chinese names are right');
    assert.match(listed, /Method = AES-256/);
    for (const password of ['-p', '-pABCDEFGHJKMN', `-p${code.slice(1)}`])
      assert.notEqual(run('t', password, zip).status, 0, password);
    assert.equal(run('x', `-p${code}`, `-o${folder}`, zip).status, 0);
    const file = await wang.api.readContractFile({ params });
    assert.equal(readFileSync(join(folder, name)).toString('base64'), file.base64);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function once({ world, server, wang, params, list, settled, inbox }: Bank) {
  const before = (await list()).copies.length;
  const address = 'once@mail.example';
  const wish = { params, body: { address, transactionPassword: await wang.sealPassword() } };
  const idempotencyKey = crypto.randomUUID();
  const ask = () => wang.api.requestContractCopy(wish, { idempotencyKey });
  const [first, second] = await Promise.all([ask(), ask()]);
  assert.deepEqual(first, second);
  const emit = () => server.needs.inTx(async ({ emit }) => emit('contract-copy.requested', first.copyId));
  await Promise.all([emit(), emit()]);
  await settled(first.copyId, 'accepted');
  await emit();
  await until('nothing more to do', async () => {
    const { rows } = await sql<{ jobs: number }>`
      select count(*)::int as jobs from pgboss.job
      where name = 'contract-copy.requested' and data->>'subject' = ${first.copyId}
        and state in ('active', 'retry')`.execute(world.db);
    return rows[0]?.jobs === 0 ? true : undefined;
  });
  assert.equal((await inbox(address)).length, 1);
  assert.equal((await list()).copies.length, before + 1);
}

/** Each would be another receiver, another head, or nobody. */
const BAD_ADDRESSES = [
  ...['', ' ', 'wang', '@mail.example', 'wang@', 'wang@mail', 'wang@@mail.example', 'a@b@mail.example'],
  ...['wang@mail..example', 'wang@-mail.example', 'wang@mail-.example', 'wang@.example', 'wang mail@mail.example'],
  ...['wang@mail.example, li@mail.example', 'wang@mail.example;li@mail.example', '<wang@mail.example>'],
  ...['王小明 <wang@mail.example>', '王@mail.example', 'wang@邮箱.中国', '"wang"@mail.example', 'wang@[127.0.0.1]'],
  ...[
    'wang@mail.example\r\nBcc: li@mail.example',
    'wang@mail.example\nRCPT TO:<li@mail.example>',
    'wang\r@mail.example',
  ],
  ...['wang@mail.example\u0000', 'wang%0d%0a@mail.example>', 'wang＠mail.example', 'wang\u202e@mail.example'],
  ...[`${'a'.repeat(65)}@mail.example`, `a@${'b'.repeat(64)}.example`, `a@${'mail.'.repeat(60)}example`],
];

async function badAddresses({ wang, params, list, ask }: Bank) {
  const before = await list();
  for (const address of BAD_ADDRESSES) {
    const body = { address, transactionPassword: await wang.sealPassword('000000') };
    await assert.rejects(
      wang.api.requestContractCopy({ params, body }),
      (error) => saysNo('invalid-input')(error) && JSON.stringify(error).includes('address'),
      address,
    );
  }
  await assert.rejects(ask('wang@mail'), (error: { problem: { fields?: { message: string }[] } }) => {
    assert.deepEqual(
      error.problem.fields?.map(({ message }) => message),
      [ERROR_WORDS],
    );
    return true;
  });
  assert.deepEqual(await list(), before);
}

async function refusedAtOnce({ wang, ask, settled, inbox }: Bank) {
  const cases = [
    ['nobody@mail.example', /没有这个邮箱/],
    ['quota@mail.example', /邮箱已满/],
    ['spam@mail.example', /拒收/],
  ] as const;
  for (const [address, words] of cases) {
    const copy = await settled((await ask(address)).copyId, 'bounced');
    assert.match(copy.reason ?? '', words);
    assert.equal(copy.hasUnzipCode, false);
    await assert.rejects(
      wang.api.readUnzipCode({ params: { copyId: copy.copyId } }),
      saysNo('step-not-allowed'),
      address,
    );
    assert.deepEqual(await inbox(address), []);
  }
}

async function putOff({ ask, list, settled, codeOf, inbox, world }: Bank) {
  const full = await ask('full@mail.example');
  const slow = await ask('slow@mail.example');
  await settled(full.copyId, 'accepted');
  assert.equal((await inbox('full@mail.example')).length, 1);
  const accepted = await settled(slow.copyId, 'accepted');
  const mails = await inbox('slow@mail.example');
  assert.equal(mails.length, 2, 'it may come twice, where the first answer was lost');
  assert.equal(new Set(mails.map(({ messageId }) => messageId)).size, 1);
  const code = await codeOf(accepted);
  for (const { attachments } of mails) {
    const [entry] = await entriesOf(attachments[0]?.base64 ?? '');
    assert.ok(entry && !entry.directory);
    assert.ok((await entry.getData(new Uint8ArrayWriter(), { password: code })).length > 0);
  }
  assert.equal((await list()).copies.filter(({ address }) => address === 's***@mail.example').length, 2);
  const { rows } = await sql<{ state: string; attempts: number }>`
    select state, attempts from integrations.external_calls where subject = ${slow.copyId}`.execute(world.db);
  assert.deepEqual(rows, [{ state: 'done', attempts: 2 }]);
}

async function bounced({ wang, world, server, ask, settled }: Bank) {
  const { copyId } = await settled((await ask('wang@mail.example')).copyId, 'accepted');
  const mail = { mailFrom: 'loan@bank.example', address: 'wang@mail.example', raw: Buffer.from('Subject: x\r\n\r\nx') };
  const { secret } = mailReports();
  const report = failureReport({ ...mail, envelopeId: `EM${copyId.replaceAll('-', '')}` });
  const post = async (body: string, headers: Record<string, string> = { authorization: `Bearer ${secret}` }) => {
    const url = `${server.url}/api/mail/delivery-reports`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822', ...headers },
      body,
    });
    return answer.status;
  };
  for (const authorization of ['', 'Bearer ', secret, `Bearer ${secret}x`, `Basic ${secret}`])
    assert.equal(await post(report, { authorization }), 401, authorization);
  assert.equal(await post('x'.repeat(1_100_000)), 413);
  const harmless = [
    ...['', '\r\n\r\n', 'x', 'Content-Type: multipart/report; boundary=a\r\n\r\n--a', report.slice(0, 500)],
    ...[report.replace('Action: failed', 'Action: delayed'), report.replaceAll(/EM[\da-f]{32}/g, 'EM1')],
    report.replaceAll(/EM[\da-f]{32}/g, `EM${'0'.repeat(32)}`),
  ];
  for (const body of harmless) assert.equal(await post(body), 204, body.slice(0, 60));
  assert.equal((await settled(copyId, 'accepted')).hasUnzipCode, true);
  assert.equal(await post(report), 204);
  await settled(copyId, 'bounced');

  await reportBounces(world.controlUrl, server.url);
  const copy = await settled((await ask('bounce@mail.example')).copyId, 'bounced');
  assert.match(copy.reason ?? '', /没有这个邮箱/);
  await assert.rejects(wang.api.readUnzipCode({ params: { copyId: copy.copyId } }), saysNo('step-not-allowed'));
}

async function killed(t: TestContext, { world, server, wang, params, list, inbox }: Bank) {
  const doomed = await startServer(world.env);
  t.after(() => doomed.kill());
  const elsewhere = new Borrower(doomed.url, world.controlUrl, wang.person);
  await elsewhere.signIn();
  const address = 'slow.killed@mail.example';
  const body = { address, transactionPassword: await elsewhere.sealPassword() };
  const { copyId } = await elsewhere.api.requestContractCopy({ params, body });
  await until('the mail server to have it', async () => (await inbox(address))[0]);
  await doomed.kill();
  // Nobody waits here for the rest of the lease, nor for the queue's own second attempt.
  await sql`update integrations.external_calls set leased_until = now() where subject = ${copyId}`.execute(world.db);
  await server.needs.inTx(async ({ emit }) => emit('contract-copy.requested', copyId));
  const copy = await until('the other server to settle it', async () =>
    (await list()).copies.find((one) => one.copyId === copyId && one.state === 'accepted'),
  );
  assert.equal(copy.hasUnzipCode, true);
  assert.equal(new Set((await inbox(address)).map(({ messageId }) => messageId)).size, 1);
  assert.equal((await list()).copies.filter((one) => one.copyId === copyId).length, 1);
}

async function givenUp({ world, wang, ask, settled }: Bank) {
  await setFrom(world.db, businessDate('2020-01-03'), { mailGiveUpSeconds: 1 });
  // The first answer comes too late, and by then the bank has waited for long enough.
  const copy = await settled((await ask('slow.given-up@mail.example')).copyId, 'failed');
  assert.match(copy.reason ?? '', /停止重试/);
  await assert.rejects(wang.api.readUnzipCode({ params: { copyId: copy.copyId } }), saysNo('step-not-allowed'));
  const { rows } = await sql<{ state: string; cause: string }>`
    select state, cause from integrations.external_calls where subject = ${copy.copyId}`.execute(world.db);
  assert.deepEqual(rows, [{ state: 'refused', cause: 'not-accepted-in-time' }]);
}

async function limited({ world, wang, ask, list }: Bank) {
  const { copies } = await list();
  await setFrom(world.db, businessDate('2020-01-03'), { contractCopiesPerDay: copies.length + 1 });
  assert.equal((await list()).leftToday, 1);
  const results = await Promise.allSettled([ask('one@mail.example'), ask('two@mail.example'), ask('six@mail.example')]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected']);
  assert.deepEqual([(await list()).leftToday, (await list()).copies.length], [0, copies.length + 1]);
  // Told before the password is tried.
  await assert.rejects(ask('wang@mail.example', '000000'), saysNo('too-many-requests'));
  assert.equal((await wang.api.readSecurity({})).events[0]?.title, '申请把合同发送到电子邮箱');
}

async function codesGo({ world, wang, list, settled }: Bank) {
  const copies = (await list()).copies;
  for (const { copyId } of copies) await settled(copyId, 'accepted', 'bounced', 'failed');
  const clock = movableClock();
  const later = { now: () => addSeconds(clock.now(), 31 * 86_400) };
  const { unzipCodes } = await keepHouse({ db: world.db, clock: later });
  assert.equal(unzipCodes, copies.length);
  const now = (await list()).copies;
  assert.deepEqual(
    now.map(({ hasUnzipCode }) => hasUnzipCode),
    now.map(() => false),
  );
  await assert.rejects(
    wang.api.readUnzipCode({ params: { copyId: now[0]?.copyId ?? '' } }),
    saysNo('step-not-allowed'),
  );
}

async function wrongPassword({ world, wang, ask, list }: Bank) {
  await setFrom(world.db, businessDate('2020-01-04'), { contractCopiesPerDay: 50 });
  const before = await list();
  for (const triesLeft of [4, 3, 2, 1])
    await assert.rejects(
      ask('never@mail.example', '000000'),
      saysNo('transaction-password-wrong', `还可以尝试 ${triesLeft} 次`),
    );
  await assert.rejects(ask('never@mail.example', '000000'), saysNo('transaction-password-locked'));
  await assert.rejects(ask('never@mail.example'), saysNo('transaction-password-locked'), 'the right one, too late');
  assert.deepEqual(await list(), before);
  const { rows } = await sql<{ calls: number }>`
    select count(*)::int as calls from integrations.external_calls where system = 'mail'`.execute(world.db);
  assert.equal(rows[0]?.calls, before.copies.length);
  assert.equal((await wang.api.readSecurity({})).events[0]?.title, '交易密码错误次数过多，已被锁定');
}
