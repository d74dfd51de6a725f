import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, businessDate, instant, type CustomerId, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { asDocument, readText } from '../../bank/content/index.ts';
import type { IdCardFields, IdCardReading } from '../../integrations/ocr/port.ts';
import type { Context } from '../../platform/context.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { settings } from '../../seed/defaults.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { findCustomerByMobile, readContact, registerMobile } from '../identity/index.ts';
import { checkConfirmation, confirmIdDocument } from './confirm.ts';
import { documentEvidence } from './document-evidence.store.ts';
import type { Fields } from './documents.rules.ts';
import { currentIdDocument, deleteDocumentsUntil, portraitOf } from './documents.store.ts';
import { keepSide, readDraft } from './draft.ts';

const now = instant('2026-11-23T01:00:00Z');
const today = businessDate('2026-11-23');
const [wang, li] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'] as CustomerId[];
const from = { channel: 'direct-bank', device: 'phone', ip: '127.0.0.1' };
const DAY = 86_400;

const front: IdCardFields['front'] = {
  name: '王小明',
  sex: 'male',
  ethnicity: '汉',
  birthDate: '1981-02-03',
  address: '北京市东城区东四十条1号',
  idNumber: '110101198102030117',
};
const back: IdCardFields['back'] = {
  issuer: '北京市公安局东城分局',
  validFrom: '2016-05-18',
  validTo: '2036-05-18',
};

/** As the reader would tell it, every field read for sure. */
function reading(fields: IdCardFields['front'] | IdCardFields['back'], ok = true): IdCardReading {
  const isFront = 'name' in fields;
  return {
    side: isFront ? 'front' : 'back',
    fields,
    confidence: Object.fromEntries(Object.keys(fields).map((field) => [field, 0.99])),
    quality: { ok, flaws: ok ? [] : ['no-card'], width: 1280, sharpness: 300, glare: 0 },
    picture: Buffer.from(`picture of ${JSON.stringify(fields)}`),
    portrait: isFront ? Buffer.from('the face') : undefined,
  } as unknown as IdCardReading;
}

async function anOffice(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  const vault = openVault(randomBytes(32));
  await seedBank(db, businessDate('2020-01-01'));
  const within = <T>(work: (context: Context) => Promise<T>, at: Instant = now): Promise<T> =>
    db.transaction().execute((tx) => work({ tx, today, now: at, emit: () => undefined }));
  for (const [id, mobile] of [
    [wang as CustomerId, '13800000001'],
    [li as CustomerId, '13800000002'],
  ] as const)
    await within(({ tx }) => registerMobile(tx, vault, { id, mobile }, now));
  const { version, textHash } = asDocument(await readText(db, 'id-document', today));
  const keep = (read: IdCardReading, who = wang, at = now) =>
    within((context) => keepSide(context, vault, who as CustomerId, read, settings), at);
  const check = (changed: Partial<Fields> = {}, who = wang, consent = { version, textHash }) =>
    checkConfirmation(
      db,
      vault,
      { customerId: who as CustomerId, fields: { ...front, ...back, ...changed }, consent },
      settings,
      today,
    );
  const confirm = async (changed: Partial<Fields> = {}, who = wang, at = now) => {
    const checked = await check(changed, who);
    if (!checked.ok) return checked;
    return within((context) => confirmIdDocument(context, vault, checked.value, from), at);
  };
  return { db, vault, within, keep, check, confirm };
}

test('both sides, confirmed: the customer is known, the card is there with the face, and the consent to it', async (t) => {
  const { db, vault, keep, confirm } = await anOffice(t);
  await keep(reading(front));
  assert.equal(await currentIdDocument(db, vault, wang as CustomerId), undefined);
  assert.equal(await portraitOf(db, vault, wang as CustomerId), undefined, 'nothing holds before it is confirmed');
  await keep(reading(back));
  assert.deepEqual(await confirm({ address: '北京市东城区安定路2号3室' }), { ok: true, value: undefined });
  const { documentId, ...document } = (await currentIdDocument(db, vault, wang as CustomerId)) ?? assert.fail();
  assert.deepEqual(document, {
    ...front,
    ...back,
    address: '北京市东城区安定路2号3室',
    edited: ['address'],
    expiresOn: '2036-05-18',
    confirmedAt: now,
  });
  assert.equal((await portraitOf(db, vault, wang as CustomerId))?.toString(), 'the face');
  const { name, idNumber } = await readContact(db, vault, wang as CustomerId);
  assert.deepEqual([name, idNumber], [front.name, front.idNumber]);
  assert.equal(await findCustomerByMobile(db, vault, '13800000001'), wang);
  const { rows } = await sql`select kind, subject from consent.consents`.execute(db);
  assert.deepEqual(rows, [{ kind: 'id-document', subject: documentId }]);
  assert.deepEqual(await readDraft(db, vault, wang as CustomerId), {}, 'nothing waits any more');
  // As evidence: what was read and what was confirmed, and of the pictures their hashes.
  const evidence = (await documentEvidence(db, vault, wang as CustomerId)) ?? assert.fail();
  const hash = createHash('sha256')
    .update(`picture of ${JSON.stringify(front)}`)
    .digest('hex');
  assert.deepEqual(
    evidence.sides.map(({ side }) => side),
    ['front', 'back'],
  );
  assert.equal(evidence.sides[0]?.pictureSha256, hash);
  assert.equal(evidence.sides[0]?.reading.fields.address, front.address);
  assert.equal(evidence.address, '北京市东城区安定路2号3室');
  assert.doesNotMatch(JSON.stringify(evidence), /picture of/);
});

test('a picture that nothing can be read of is not kept; one taken again takes the place of the one before', async (t) => {
  const { db, vault, keep } = await anOffice(t);
  assert.deepEqual((await keep(reading(front, false))).hints, ['没有识别到身份证，请将证件完整放入取景框']);
  assert.deepEqual(await readDraft(db, vault, wang as CustomerId), {});
  await keep(reading({ ...front, name: '王小朋' }));
  await keep(reading(front));
  assert.equal((await readDraft(db, vault, wang as CustomerId)).front?.fields.name, '王小明');
  const { rows } = await sql`select version from documents.documents`.execute(db);
  assert.deepEqual(rows, [{ version: 2 }]);
});

test('every refusal leaves the customer unknown', async (t) => {
  const { db, vault, keep, check } = await anOffice(t);
  const code = async (...asked: Parameters<typeof check>) => {
    const checked = await check(...asked);
    return checked.ok ? 'ok' : checked.refusal;
  };
  assert.equal(await code(), 'id-document-incomplete');
  await keep(reading(front));
  assert.equal(await code(), 'id-document-incomplete', 'one side is half a card');
  await keep(reading(back));
  assert.equal(await code({ name: '王大明' }), 'invalid-input', 'a name that was read for sure is not typed over');
  assert.equal(await code({ validTo: '2040-05-18' }), 'invalid-input', 'nor a day');
  assert.equal(await code({}, wang, { version: '2026-1', textHash: '0'.repeat(64) }), 'agreement-outdated');
  await keep(reading({ ...back, validTo: '2026-11-22' }));
  assert.equal(await code({ validTo: '2026-11-22' }), 'id-document-expired');
  await keep(reading({ ...back, validTo: '2026-11-23' }));
  assert.equal(await code({ validTo: '2026-11-23' }), 'ok', 'its last day');
  // 11010120081124011: weighted 7+9+0+5+0+4+4+0+0+24+7+9+20+20+0+4+2 = 115 = 10 × 11 + 5, check letter 7.
  const child = { idNumber: '110101200811240117', birthDate: '2008-11-24' };
  await keep(reading({ ...front, ...child }));
  assert.equal(await code({ ...child, validTo: '2026-11-23' }), 'too-young', 'eighteen tomorrow');
  assert.equal((await readContact(db, vault, wang as CustomerId)).name, undefined);
});

test('what was looked at while another picture came in is not confirmed', async (t) => {
  const { db, vault, within, keep, check } = await anOffice(t);
  await keep(reading(front));
  await keep(reading(back));
  const checked = await check();
  assert.ok(checked.ok);
  await keep(reading({ ...front, address: '北京市西城区' }));
  const confirmed = await within((context) => confirmIdDocument(context, vault, checked.value, from));
  assert.deepEqual(confirmed, { ok: false, refusal: 'draft-changed' });
  assert.equal(await currentIdDocument(db, vault, wang as CustomerId), undefined);
});

test('one person is one customer, and who is known stays who they are', async (t) => {
  const { keep, confirm } = await anOffice(t);
  for (const who of [wang, li]) for (const side of [front, back]) await keep(reading(side), who);
  assert.equal((await confirm()).ok, true);
  assert.deepEqual(await confirm({}, li), { ok: false, refusal: 'id-number-taken' });
  // 11010119900307021: 7+9+0+5+0+4+2+9+54+0+0+27+0+35+0+8+2 = 162 = 14 × 11 + 8, check letter 4.
  const other = { name: '李四', idNumber: '110101199003070214', birthDate: '1990-03-07' };
  await keep(reading({ ...front, ...other }));
  await keep(reading(back));
  assert.deepEqual(await confirm(other), { ok: false, refusal: 'identity-mismatch' });
});

test('a new card replaces the old one, which is kept as long as the law asks and then deleted, pictures and all', async (t) => {
  const { db, vault, keep, confirm } = await anOffice(t);
  for (const side of [front, back]) await keep(reading(side));
  await confirm();
  const renewed = { validFrom: '2026-11-01', validTo: '2046-11-01' };
  for (const side of [front, { ...back, ...renewed }]) await keep(reading(side));
  assert.equal((await confirm(renewed)).ok, true);
  assert.equal((await currentIdDocument(db, vault, wang as CustomerId))?.expiresOn, '2046-11-01');
  const kept = async () => {
    const { rows } = await sql<{ states: string; sides: number }>`
      select string_agg(distinct state, ',' order by state) as states, count(*) as sides
      from documents.documents join documents.sides using (document_id)`.execute(db);
    return rows[0];
  };
  assert.deepEqual(await kept(), { states: 'confirmed,replaced', sides: 4 });
  assert.equal(await deleteDocumentsUntil(db, addSeconds(now, 3_653 * DAY - 1)), 0);
  assert.equal(await deleteDocumentsUntil(db, addSeconds(now, 3_653 * DAY)), 1);
  assert.deepEqual(await kept(), { states: 'confirmed', sides: 2 });
});

test('a draft that nobody confirms is gone after a week', async (t) => {
  const { db, vault, keep } = await anOffice(t);
  await keep(reading(front));
  await keep(reading(front), wang, addSeconds(now, DAY));
  assert.equal(await deleteDocumentsUntil(db, addSeconds(now, 7 * DAY)), 0, 'it lives on with every picture');
  assert.equal(await deleteDocumentsUntil(db, addSeconds(now, 8 * DAY)), 1);
  assert.deepEqual(await readDraft(db, vault, wang as CustomerId), {});
});

test('nothing of a card is in the database in clear', async (t) => {
  const { db, keep, confirm } = await anOffice(t);
  for (const side of [front, back]) await keep(reading(side));
  await confirm();
  const { rows } = await sql<{ row: string }>`
    select d::text || s::text as row from documents.documents d join documents.sides s using (document_id)`.execute(db);
  const hex = (text: string) => Buffer.from(text).toString('hex');
  for (const { row } of rows)
    for (const secret of [front.name, front.idNumber, front.address, back.issuer, 'the face'])
      assert.ok(!row.includes(secret) && !row.includes(hex(secret)), secret);
});
