import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

const systems = [
  'CORE_BANKING',
  'HR_SYSTEM',
  'CITIZEN_REGISTRY',
  'CREDIT_BUREAU',
  'BIG_DATA',
  'SMS_GATEWAY',
  'CARD_NETWORK',
  'CERTIFICATE_AUTHORITY',
  'TIME_STAMP',
];
const least = {
  DATABASE_URL: 'postgres://localhost/miaodai',
  MIAODAI_MASTER_KEY_FILE: 'master.key',
  ...Object.fromEntries(
    systems.map((system) => [`${system}_URL`, `http://${system.toLowerCase().replaceAll('_', '-')}.bank`]),
  ),
  TRUSTED_ROOTS_FILE: 'roots.pem',
  ...{ SEAL_P12_FILE: 'seal.p12', SEAL_PASSPHRASE_FILE: 'seal.pass' },
  ...{ MAIL_URL: 'smtps://loan:secret@mail.bank', MAIL_FROM: '秒贷 <loan@bank.example>' },
};

test('what is not told has a safe default: this machine only, no secrets over plain proxies', () => {
  const config = readConfig(least);
  assert.deepEqual(
    [config.host, config.port, config.logLevel, config.behindTlsProxy],
    ['127.0.0.1', 8080, 'info', false],
  );
  assert.equal(config.outside.coreBanking.baseUrl, 'http://core-banking.bank');
});

test('everything that is missing is named at once', () => {
  const names = Object.keys(least);
  assert.throws(
    () => readConfig({}),
    (error: Error) => names.every((name) => error.message.includes(name)),
  );
});

test('the master key is in a file or in a token: one of them is said, and only one', () => {
  const uri = 'pkcs11:token=bank;object=master-1?module-path=/lib/hsm.so&pin-source=file:/run/pin';
  const { MIAODAI_MASTER_KEY_FILE: file, ...neither } = least;
  assert.equal(readConfig(least).masterKey, file);
  assert.equal(readConfig({ ...neither, MIAODAI_MASTER_KEY_PKCS11: uri }).masterKey, uri);
  for (const env of [neither, { ...least, MIAODAI_MASTER_KEY_PKCS11: uri }])
    assert.throws(() => readConfig(env), /exactly one of MIAODAI_MASTER_KEY_FILE and MIAODAI_MASTER_KEY_PKCS11/);
  for (const none of ['', 'bank', '/run/master.key'])
    assert.throws(() => readConfig({ ...neither, MIAODAI_MASTER_KEY_PKCS11: none }), /MIAODAI_MASTER_KEY_PKCS11/);
});

test('the seal is in a file with its passphrase or in a token: one of them is said, and only one', () => {
  const uri = 'pkcs11:token=bank;object=seal-1?module-path=/lib/hsm.so&pin-source=file:/run/pin';
  const { SEAL_P12_FILE: p12File, SEAL_PASSPHRASE_FILE: passphraseFile, ...neither } = least;
  assert.deepEqual(readConfig(least).seal, { p12File, passphraseFile });
  assert.deepEqual(readConfig({ ...neither, SEAL_PKCS11: uri }).seal, { pkcs11: uri });
  const halves = [
    ...[neither, { ...least, SEAL_PKCS11: uri }],
    ...[
      { ...neither, SEAL_P12_FILE: p12File },
      { ...neither, SEAL_PASSPHRASE_FILE: passphraseFile },
    ],
    { ...neither, SEAL_PASSPHRASE_FILE: passphraseFile, SEAL_PKCS11: uri },
  ];
  for (const env of halves) assert.throws(() => readConfig(env), /either SEAL_P12_FILE with its SEAL_PASSPHRASE_FILE/);
});

test('a value that is none is named, and no other', () => {
  const wrong: Record<string, string[]> = {
    PORT: ['-1', '65536', 'http', '80.5'],
    LOG_LEVEL: ['loud', ''],
    BEHIND_TLS_PROXY: ['yes', '1'],
    CORE_BANKING_URL: ['', 'core', 'ftp://core.bank', 'file:///etc/passwd'],
    OUTSIDE_DEADLINE_MS: ['0', '99', '60001', 'x'],
    DATABASE_CONNECTIONS: ['0', '3', '201'],
    DATABASE_URL: [''],
    MAIL_URL: [
      '',
      'mail.bank',
      'http://mail.bank',
      'smtp://mail.bank?tls=none',
      'smtp://127.0.0.1.evil.example?tls=none',
    ],
    MAIL_FROM: [
      '',
      'loan',
      'a@b@c',
      '秒贷 <loan>',
      'x <a@b.example>, y <c@d.example>',
      'x <a@b.example>\r\nBcc: c@d.example',
    ],
    MAIL_DEADLINE_MS: ['0', '120001', 'x'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => readConfig({ ...least, [name]: value }),
        ({ message }: Error) =>
          message.includes(name) && !Object.keys(least).some((other) => other !== name && message.includes(other)),
        `${name}=${value}`,
      );
    }
  }
});

test('an error never tells a value, which may be a secret', () => {
  const secret = 'postgres-secret-7919';
  assert.throws(
    () => readConfig({ ...least, CORE_BANKING_URL: secret }),
    ({ message }: Error) => !message.includes(secret),
  );
});

test('only in sandboxes and tests may days go ahead of the calendar', () => {
  const clock = { SANDBOX_CLOCK_URL: 'http://127.0.0.1:8180' };
  assert.throws(() => readConfig({ ...least, ...clock }), /SANDBOX_CLOCK_URL/);
  assert.equal(
    readConfig({ ...least, ...clock, ENVIRONMENT: 'sandbox' }).sandboxClock?.baseUrl,
    'http://127.0.0.1:8180',
  );
  assert.equal(readConfig(least).sandboxClock, undefined);
});
