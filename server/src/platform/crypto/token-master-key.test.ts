import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { aSoftToken, softHsm } from '../../../test-kit/soft-token.ts';
import { tokenMasterKey } from './token-master-key.ts';

const modulePath = softHsm();
const here = typeof modulePath === 'string' ? {} : modulePath;
// One for all of them: the library looks once for the tokens that there are.
const at = typeof modulePath === 'string' ? aSoftToken(modulePath) : undefined;

test(
  'a data key is wrapped in the token, and unwraps there, in its context, unchanged, by the same key only',
  here,
  async () => {
    assert.ok(at);
    for (const object of ['master-1', 'master 二']) at.makeKey(object);
    const [one, other] = [tokenMasterKey(at.uri('master-1')), tokenMasterKey(at.uri('master 二'))];
    const data = randomBytes(32);
    const wrapped = await one.wrap(data, 'C2');
    assert.deepEqual(await one.unwrap(wrapped, 'C2'), data);
    assert.deepEqual(await tokenMasterKey(at.uri('master-1')).unwrap(wrapped, 'C2'), data);
    assert.notDeepEqual(await one.wrap(data, 'C2'), wrapped);
    assert.ok(!wrapped.includes(data));
    await assert.rejects(one.unwrap(wrapped, 'C3'), /C_Decrypt: CKR_/);
    await assert.rejects(other.unwrap(wrapped, 'C2'), /C_Decrypt: CKR_/);
    for (let byte = 0; byte < wrapped.length; byte += 1) {
      const changed = Buffer.from(wrapped);
      changed[byte] = (changed[byte] as number) ^ 1;
      await assert.rejects(one.unwrap(changed, 'C2'), /C_Decrypt: CKR_/, `byte ${byte}`);
    }
    for (const length of [0, 12, 28, wrapped.length - 1])
      await assert.rejects(one.unwrap(wrapped.subarray(0, length), 'C2'), `${length} bytes`);
    assert.deepEqual(await one.unwrap(wrapped, 'C2'), data);
    // Which key it is can be read in the database; which PIN, nowhere.
    assert.match(one.id, /^pkcs11:token=test-[0-9a-f]{8};object=master-1$/);
    assert.match(other.id, /;object=master%20%E4%BA%8C$/);
  },
);

test('what is missing is named, and what to do; a key that could be taken out is refused', here, async () => {
  assert.ok(at);
  const fails = (uri: string, why: RegExp) => assert.rejects(tokenMasterKey(uri).wrap(randomBytes(32), 'C2'), why);
  await fails(at.uri('master-2'), /no secret key 'master-2': make it there/);
  await fails(
    at.uri('master-1').replace('token=test-', 'token=other-'),
    /no token 'other-.*the library sees: .*test-.*keys\.md/,
  );
  await fails(at.uri('master-1').replace('libsofthsm2', 'nothing'), /nothing\.so: .*shared/);
  await fails(at.uri('master-1').replace('.pin', '.none'), /ENOENT.*\.none/);
  at.makeKey('open', '--extractable');
  await fails(at.uri('open'), /'open' could be taken out of its token/);
  at.makeKey('twice');
  at.makeKey('twice');
  await fails(at.uri('twice'), /more than one secret key 'twice'/);
});

test(
  'a wrong PIN is tried once in a process, so that a server that asks every five seconds does not lock the token',
  here,
  async () => {
    assert.ok(at);
    at.makeKey('master-3');
    writeFileSync(at.pinFile, '000000\n');
    const wrong = tokenMasterKey(at.uri('master-3'));
    await assert.rejects(wrong.wrap(randomBytes(32), 'C2'), (error: Error) => {
      assert.match(error.message, /C_Login: CKR_PIN_INCORRECT/);
      assert.ok(!error.message.includes('000000'));
      return true;
    });
    writeFileSync(at.pinFile, at.pin);
    await assert.rejects(wrong.wrap(randomBytes(32), 'C2'), /CKR_PIN_INCORRECT/);
    assert.equal((await tokenMasterKey(at.uri('master-3')).wrap(randomBytes(32), 'C2')).length, 12 + 32 + 16);
  },
);

test('a URI that is none is refused without being told: somebody may have put the PIN into it', () => {
  const good = 'pkcs11:token=bank;object=m?module-path=/lib/hsm.so&pin-source=file:/run/pin';
  assert.equal(tokenMasterKey(good).id, 'pkcs11:token=bank;object=m');
  for (const name of ['token', 'object', 'module-path', 'pin-source']) {
    const without = good.replace(new RegExp(`${name}=[^;&?]*`), `${name}=`);
    assert.throws(() => tokenMasterKey(without), new RegExp(`lacks ${name}`));
  }
  const bad = [
    `${good}&pin-value=271828`,
    `${good}&`,
    good.replace('?', ';id=%01?'),
    good.replace('pkcs11:', 'pkcs11:;'),
  ];
  for (const uri of bad) {
    assert.throws(
      () => tokenMasterKey(uri),
      ({ message }: Error) => /and no more/.test(message) && !message.includes('271828') && !message.includes('hsm.so'),
    );
  }
});
