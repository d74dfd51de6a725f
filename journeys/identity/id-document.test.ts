import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idNumberCheckLetter } from '@miaodai/values';
import { sql } from 'kysely';
import { cardOf, confirmIdCard, pictureOf } from '../kit/id-card.ts';
import { aPerson } from '../kit/persons.ts';
import { aBank, said, set } from './newcomer.ts';

const li = aPerson(50, '李新');
/** The citizen registry knows this number under another name (its 15th and 16th digits say so). */
const other = aPerson(51, '王新', { idCase: '90' });

test('a newcomer photographs both sides, sets the address right, confirms, and is known; nothing is shown whole', async (t) => {
  const { world, visitor } = await aBank(t);
  const newcomer = visitor(li);
  await newcomer.register();
  const { api } = newcomer;
  const holder = cardOf(li);
  const image = await pictureOf(holder, 'front');
  const front = await api.uploadIdDocument({ params: { side: 'front' }, body: { image } });
  const { name, sex, ethnicity, birthDate, address, idNumber } = holder;
  assert.deepEqual(front.fields, { name, sex, ethnicity, birthDate, address, idNumber });
  assert.deepEqual(front.editable, ['ethnicity', 'address']);
  const wrongSide = await api.uploadIdDocument({ params: { side: 'back' }, body: { image } });
  assert.deepEqual(wrongSide.quality, { ok: false, hints: ['拍到的是人像面，请拍摄国徽面'] });
  assert.equal((await api.readIdDocument({})).back, null, 'what cannot be used is not kept');

  const moved = { ...holder, address: '北京市东城区安定路2号3室' };
  await api.uploadIdDocument({ params: { side: 'back' }, body: { image: await pictureOf(holder, 'back') } });
  const { version, textHash } = await api.readAgreement({ params: { kind: 'id-document' } });
  const document = await api.confirmIdDocument({ body: { fields: moved, consent: { version, textHash } } });
  assert.deepEqual(document, {
    confirmed: true,
    front: null,
    back: null,
    shown: {
      ...{ name: '李*', sex, ethnicity: '汉', birthDate: '1990-**-**', address: '北京市东城区******' },
      idNumber: `1101**********${li.idNumber.slice(-4)}`,
      ...{ issuer: '北京市公安局东城分局', validFrom: '2020-03-01', validTo: '2040-03-01', edited: ['address'] },
    },
    expiresOn: '2040-03-01',
    expired: false,
  });
  assert.deepEqual(await api.readIdDocument({}), document);
  assert.equal((await api.readSecurity({})).known, true);
  const { rows } = await sql`select kind from consent.consents order by kind`.execute(world.db);
  assert.deepEqual(rows, [{ kind: 'id-document' }, { kind: 'registration' }]);
});

test('who the registry does not know by that name stays unknown, and may ask so often a day', async (t) => {
  const { world, visitor } = await aBank(t);
  await set(world, 'idDocumentTriesPerDay', 2);
  const newcomer = visitor(other);
  await newcomer.register();
  const confirm = () => said(confirmIdCard(newcomer.api, cardOf(other)));
  assert.equal(await confirm(), 'identity-mismatch');
  assert.equal((await newcomer.api.readSecurity({})).known, false);
  const { front } = await newcomer.api.readIdDocument({});
  assert.deepEqual(
    front?.editable,
    ['name', 'ethnicity', 'address', 'idNumber'],
    'a misread name may be set right now',
  );
  const holder = cardOf(other);
  const { version, textHash } = await newcomer.api.readAgreement({ params: { kind: 'id-document' } });
  const ask = (idNumber = holder.idNumber) =>
    said(newcomer.api.confirmIdDocument({ body: { fields: { ...holder, idNumber }, consent: { version, textHash } } }));
  const wrongLetter = `${holder.idNumber.slice(0, 17)}${idNumberCheckLetter(holder.idNumber.slice(0, 17)) === '1' ? '2' : '1'}`;
  assert.match(await ask(wrongLetter), /^invalid-input/, 'a slip of the finger costs no try');
  assert.equal(await ask(), 'identity-mismatch');
  assert.equal(await ask(), 'too-many-requests');
});

test('what is no picture is refused, and megabytes are read only of who is signed in', async (t) => {
  const { url, visitor } = await aBank(t);
  const newcomer = visitor(li);
  await newcomer.register();
  const upload = (image: string) => said(newcomer.api.uploadIdDocument({ params: { side: 'front' }, body: { image } }));
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(2_000)}</svg>`).toString('base64');
  assert.match(await upload(svg), /^invalid-input/);
  assert.match(await upload('not base64 at all, '.repeat(100)), /^invalid-input/);
  assert.equal(await upload('A'.repeat(2_200_000)), 'payload-too-large');
  const stranger = await fetch(`${url}/api/customer/id-documents/front`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'stranger-1' },
    body: JSON.stringify({ image: 'A'.repeat(1_900_000) }),
  });
  assert.equal(stranger.status, 401);
});
