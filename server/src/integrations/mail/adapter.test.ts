import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, beforeEach, test, type TestContext } from 'node:test';
import { MAIL_CA_FILE } from '../../../../simulators/src/mail/address.ts';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { mailAdapter, type MailSettings } from './adapter.ts';
import type { Mail } from './port.ts';

const FROM = { name: '秒贷', address: 'loan@bank.example' };
const MAIL: Mail = {
  messageNo: 'EM1',
  to: 'wang@mail.example',
  subject: '【秒贷】您的借款合同',
  text: '您好\r\n',
  html: '<p>您好</p>',
  attachment: { fileName: '借款合同_HT1.zip', mediaType: 'application/zip', content: Buffer.from('zip') },
};

let database: TemporaryDatabase;
let simulators: Simulators;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url, lateMs: 1_500 });
});
beforeEach(() => tellSimulators(simulators.controlUrl, 'POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const mailer = (change: Partial<MailSettings> = {}) =>
  mailAdapter({ url: simulators.urls.mail, from: FROM, caFile: MAIL_CA_FILE, deadlineMs: 5_000, ...change });
const send = (change: Partial<Mail> = {}, settings: Partial<MailSettings> = {}) =>
  mailer(settings).send({ ...MAIL, ...change });
const inbox = () =>
  tellSimulators<{ address: string; subject: string; messageId: string; text: string }[]>(
    simulators.controlUrl,
    'GET',
    '/mail/messages',
  );
const stateOf = async (to: string, settings: Partial<MailSettings> = {}) => {
  const outcome = await send({ to }, settings);
  return outcome.is === 'refused' ? outcome.code : outcome.is;
};

test('what the server takes lies in the inbox, named by our number', async () => {
  assert.deepEqual(await send(), { is: 'done', value: undefined });
  const [mail, ...others] = await inbox();
  assert.ok(mail && others.length === 0);
  assert.deepEqual([mail.address, mail.subject, mail.messageId], [MAIL.to, MAIL.subject, '<EM1@bank.example>']);
});

test('a no for good is a refusal with its reason, a no for now is asked again', async () => {
  assert.equal(await stateOf('nobody@mail.example'), 'no-such-address');
  assert.equal(await stateOf('quota@mail.example'), 'mailbox-full');
  assert.equal(await stateOf('spam@mail.example'), 'refused');
  assert.equal(await stateOf('full@mail.example'), 'unknown');
  assert.equal(await stateOf('full@mail.example'), 'done');
});

test('silence is unknown, and so is whatever is ours to put right: the address is not blamed', async () => {
  const began = performance.now();
  assert.deepEqual(await send({ to: 'slow@mail.example' }, { deadlineMs: 500 }), { is: 'unknown', cause: 'EABORT' });
  assert.ok(performance.now() - began < 1_400, 'no longer than it may');
  assert.equal((await inbox()).length, 1, 'and yet it arrived');
  const url = new URL(simulators.urls.mail);
  url.password = 'wrong';
  assert.equal(await stateOf(MAIL.to, { url: url.href }), 'unknown');
  assert.equal(await stateOf(MAIL.to, { caFile: undefined }), 'unknown', 'a certificate that nobody vouches for');
  assert.equal(await stateOf(MAIL.to, { url: url.href.replace('smtp:', 'smtps:') }), 'unknown', 'no TLS there');
  assert.equal(await stateOf(MAIL.to, { url: 'smtp://127.0.0.1:1' }), 'unknown');
  assert.equal((await inbox()).length, 1);
});

test('a server without TLS gets nothing, neither password nor mail, unless the URL says so', async (t) => {
  const { url, heard } = await aPlainServer(t);
  assert.equal(await stateOf(MAIL.to, { url }), 'unknown');
  assert.doesNotMatch(heard(), /AUTH|MAIL FROM|DATA/);
  assert.equal(await stateOf(MAIL.to, { url: `${url}?tls=none` }), 'done');
  assert.match(heard(), /DATA/);
});

test('half an answer, nonsense and a broken connection are unknown', async (t) => {
  for (const mood of ['hang-up', 'nonsense', 'hang-up-after-data', 'two-answers'] as const) {
    const { url } = await aPlainServer(t, mood);
    assert.equal(await stateOf(MAIL.to, { url: `${url}?tls=none`, deadlineMs: 1_000 }), 'unknown', mood);
  }
});

test('no text becomes another head or another receiver', async () => {
  const evil = 'x\r\nBcc: li@mail.example\r\n\r\nRCPT TO:<li@mail.example>\r\n.\r\n';
  await send({ subject: evil, text: evil, html: evil, attachment: { ...MAIL.attachment, fileName: evil } });
  assert.deepEqual(
    (await inbox()).map(({ address }) => address),
    [MAIL.to],
  );
  for (const to of [`wang@mail.example\r\nRCPT TO:<li@mail.example>`, 'wang@mail.example, li@mail.example', evil])
    await send({ to });
  assert.ok((await inbox()).every(({ address }) => address !== 'li@mail.example'));
});

type Mood = 'well' | 'hang-up' | 'nonsense' | 'hang-up-after-data' | 'two-answers';

/** Speaks just enough SMTP, without TLS. */
async function aPlainServer(t: TestContext, mood: Mood = 'well') {
  let heard = '';
  let inData = false;
  const answer = (socket: Socket, line: string): void => {
    heard += `${line}\n`;
    if (inData) {
      if (line !== '.') return;
      inData = false;
      if (mood === 'hang-up-after-data') socket.destroy();
      else socket.write(mood === 'two-answers' ? '451 4.3.0 later\r\n250 Ok\r\n' : '250 Ok\r\n');
    } else if (line === 'DATA') {
      inData = true;
      socket.write('354 go\r\n');
    } else socket.write(line === 'STARTTLS' ? '502 5.5.1 Not implemented\r\n' : '250 Ok\r\n');
  };
  const server = createServer((socket) => {
    if (mood === 'hang-up') return void socket.destroy();
    if (mood === 'nonsense') return void socket.write('<html>hello</html>\r\n');
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      const lines = (rest + piece.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(socket, line);
    });
    return void socket.write('220 plain\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, heard: () => heard };
}
