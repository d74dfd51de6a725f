import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { aDatabase } from '../../test-kit/database.ts';
import { plainPdf, SIGNED_AT, signatory, signers } from '../../test-kit/signed-pdf.ts';
import { openDayByClock } from '../bank/calendar/index.ts';
import { movableClock } from '../platform/clock.ts';
import { createPades } from '../platform/pades/index.ts';
import { seedBank, setFrom } from '../seed/seed-bank.ts';
import { verificationRoutes } from './customer/verification.routes.ts';

type Needs = Parameters<typeof verificationRoutes>[0];

test('anybody may have a file checked: persons are masked, nothing is kept, and not without end', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  await setFrom(db, businessDate('2020-01-02'), { fileChecksPerAddressPerHour: 3 });
  await openDayByClock(db, movableClock());
  const pades = createPades();
  t.after(pades.stop);
  const { by, roots } = signers();
  const routes = verificationRoutes({ db, pades, trustedRoots: roots } as unknown as Needs);
  const ask = (pdf: Buffer, ip = '203.0.113.7') => {
    const body = { base64: pdf.toString('base64') };
    return routes.verifyContractFile({ body }, undefined, { request: { ip } } as never);
  };
  const { content, sha256 } = await pades.sign(plainPdf(), by);
  const asked = await ask(content);
  assert.ok(asked.ok);
  assert.deepEqual([asked.value.verdict, asked.value.sha256, asked.value.known], ['valid', sha256, null]);
  assert.deepEqual(
    asked.value.signatures.map(({ name, organisation, signedAt }) => [name, organisation, signedAt]),
    [
      ['黄**', null, SIGNED_AT],
      ['电子合同专用章', '示例银行股份有限公司', SIGNED_AT],
    ],
  );
  assert.ok(!JSON.stringify(asked).includes('黄凯欣'));

  // Under a root of nobody's, a person could call themselves an organisation.
  const strangers = signers();
  const posing = signatory(strangers.authorities.events, {
    name: '黄凯欣',
    organisation: '某公司',
    fieldName: 'customer',
  });
  const foreign = await ask((await pades.sign(plainPdf(), { ...strangers.by, customer: posing })).content);
  assert.ok(foreign.ok && foreign.value.verdict === 'untrusted');
  assert.ok(!JSON.stringify(foreign).includes('黄凯欣'), JSON.stringify(foreign));

  assert.ok((await ask(Buffer.from('no PDF'))).ok);
  const more = await ask(content);
  assert.ok(!more.ok && more.refusal === 'too-many-requests');
  assert.ok((await ask(content, '203.0.113.8')).ok, 'from elsewhere it may still be asked');
});
