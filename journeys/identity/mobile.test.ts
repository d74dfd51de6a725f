import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import { aBank, otherThan, said, set } from './newcomer.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');
const NEXT = '13900000077';

test('a new number takes a code to it and the transaction password; both numbers are told, other sessions end', async (t) => {
  const { visitor } = await aBank(t, wang);
  const [phone, tablet, next] = [visitor(wang), visitor(wang), visitor({ ...wang, mobile: NEXT })];
  await phone.signIn();
  await tablet.signIn();
  const newCode = await next.codeFrom(() => phone.api.requestMobileChange({ body: { newMobile: NEXT } }));
  const change = async (body: { newMobile?: string; newCode?: string; password?: string | null }) =>
    said(
      phone.api.changeMobile({
        body: {
          newMobile: body.newMobile ?? NEXT,
          newCode: body.newCode ?? newCode,
          ...(body.password === null ? {} : { transactionPassword: await phone.sealPassword(body.password) }),
        },
      }),
    );
  assert.equal(await change({ password: null }), 'proof-missing');
  assert.equal(await change({ password: '314159' }), 'transaction-password-wrong: 还可以尝试 4 次');
  assert.equal(await change({ newMobile: '13900000078' }), 'sms-code-expired', 'a code to another number');
  assert.equal(await change({ newCode: otherThan(newCode) }), 'sms-code-wrong: 还可以尝试 4 次');
  assert.equal(await change({}), 'done');
  assert.equal((await phone.api.readSession({})).customer.mobile, '139****0077');
  assert.equal(await said(tablet.api.readSession({})), 'session-expired');
  for (const told of [phone, next]) {
    const text = await until('the text', async () => (await told.texts()).find((one) => one.text.includes('已由')));
    assert.match(text.text, /已由 138\*{4}0001 更换为 139\*{4}0077/);
  }
  assert.equal(await said(phone.api.signIn({ body: phone.login })), 'wrong-credentials', 'the old number is nobody');
  assert.equal(await said(phone.api.signIn({ body: { ...phone.login, mobile: NEXT } })), 'done');
});

test("somebody's number stays theirs, and nobody learns from the answer that it is", async (t) => {
  const { visitor } = await aBank(t, wang, li);
  const [phone, lis] = [visitor(wang), visitor(li)];
  await phone.signIn();
  const sent = await phone.api.requestMobileChange({ body: { newMobile: li.mobile } });
  assert.equal(sent.sentTo, '138****0002');
  const text = await until('the text', async () => (await lis.texts())[0]);
  assert.doesNotMatch(text.text, /\d{6}/);
  const transactionPassword = await phone.sealPassword();
  const body = { newMobile: li.mobile, newCode: '000000', transactionPassword };
  assert.equal(await said(phone.api.changeMobile({ body })), 'sms-code-wrong: 还可以尝试 4 次');
});

test('one telephone is not filled with codes by many customers', async (t) => {
  const { world, visitor } = await aBank(t, wang, li);
  await set(world, 'smsCodesPerDay', 1);
  const asked = [];
  for (const person of [wang, li]) {
    const one = visitor(person);
    await one.signIn();
    asked.push(await said(one.api.requestMobileChange({ body: { newMobile: NEXT } })));
  }
  assert.deepEqual(asked, ['done', 'too-many-requests']);
});

test('without a transaction password a code to the old number is needed too; and of two who want one number one has it', async (t) => {
  const { visitor } = await aBank(t);
  const [first, second] = [visitor(aPerson(80, '甲')), visitor(aPerson(81, '乙'))];
  const next = visitor({ ...aPerson(82, '丙'), mobile: NEXT });
  const bodies: { newMobile: string; newCode: string; oldCode: string }[] = [];
  for (const one of [first, second]) {
    await one.register();
    const newCode = await next.codeFrom(() => one.api.requestMobileChange({ body: { newMobile: NEXT } }));
    assert.equal(await said(one.api.changeMobile({ body: { newMobile: NEXT, newCode } })), 'proof-missing');
    const oldCode = await one.codeFrom(() => one.api.requestCode({ body: { purpose: 'change-mobile' } }));
    const wrong = { newMobile: NEXT, newCode, oldCode: otherThan(oldCode) };
    assert.equal(await said(one.api.changeMobile({ body: wrong })), 'sms-code-wrong: 还可以尝试 4 次');
    bodies.push({ newMobile: NEXT, newCode, oldCode });
  }
  const done = await Promise.all(
    [first, second].map((one, i) => said(one.api.changeMobile({ body: bodies[i] as (typeof bodies)[number] }))),
  );
  assert.deepEqual(done.toSorted(), ['done', 'mobile-taken']);
});
