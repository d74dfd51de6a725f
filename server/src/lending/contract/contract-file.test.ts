import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { constantFrom, integer, record, sample, type Arbitrary } from 'fast-check';
import { schedule, DAY_COUNTS, METHODS } from '@miaodai/loan-math';
import {
  addSeconds,
  businessDate,
  capitalAmount,
  fen,
  idNumberCheckLetter,
  instant,
  type ApplicationId,
  type ContractId,
  type CustomerId,
  type Result,
} from '@miaodai/values';
import { sql } from 'kysely';
import type { Cleanup } from '../../../test-kit/cleanup.ts';
import { aDatabase } from '../../../test-kit/database.ts';
import { drawn, ink, poppler, textOf, wordsOf, type Drawn } from '../../../test-kit/read-pdf.ts';
import { openAccount } from '../../customer/account/index.ts';
import { registerCustomer } from '../../customer/identity/index.ts';
import { viewContract } from '../../http/customer/contract.view.ts';
import type { Context } from '../../platform/context.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { createTypesetter } from '../../platform/typeset/index.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { agreeContract } from './agree-contract.ts';
import { confirmCostStatement } from './confirm-cost-statement.ts';
import { contractFile, PAPER_TEMPLATES } from './contract-file.ts';
import { termsOf } from './contract.rules.ts';
import { contractOf, ownContract, papersOf } from './contract.store.ts';
import { declareUseOfFunds, useOfFundsDocument } from './declare-use-of-funds.ts';

const TODAY = businessDate('2026-11-23');
const NOW = instant('2026-11-23T05:38:10.000Z');
const FROM = { channel: 'direct-bank', device: 'phone', ip: '203.0.113.7' };
const vault = openVault(randomBytes(32));
/** Of which each takes a moment of the typesetter and of poppler: LOANS=200 for as many as a release asks for. */
const LOANS = Number(process.env['LOANS'] ?? 25);

const loans = record({
  principalFen: integer({ min: 1_000_00, max: 200_000_00 }).map(fen),
  termMonths: integer({ min: 1, max: 60 }),
  annualRatePpm: integer({ min: 0, max: 240_000 }),
  method: constantFrom(...METHODS),
  dayCount: constantFrom(...DAY_COUNTS),
  purpose: constantFrom('renovation', 'education', 'travel', 'medical'),
  name: constantFrom('王小明', '欧阳𫚖喆', '买买提·阿卜杜拉', '#strong[李] $1$', '司马龘'),
});
type Loan = typeof loans extends Arbitrary<infer T> ? T : never;

test('what stands in the file of a contract', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  for (const method of METHODS)
    for (const dayCount of DAY_COUNTS) await sellAt(db, `${method} ${dayCount}`, { repaymentMethod: method, dayCount });
  await t.test(
    'is of any loan what the contract says, what the engine counts, and what the page showed',
    poppler(),
    (u) => isOneThing(u, db),
  );
  await t.test('is what was agreed to and nothing else, whatever has become of the person or of the rows', () =>
    isWhatWasAgreedTo(db),
  );
});

async function isOneThing(t: Cleanup, db: Db): Promise<void> {
  const typesetter = createTypesetter({ templates: PAPER_TEMPLATES });
  t.after(typesetter.stop);
  let largest = 0;
  for (const [i, loan] of sample(loans, { numRuns: LOANS, seed: 20_261_123 }).entries()) {
    const { contractId, customerId } = await db.transaction().execute((tx) => agreed(tx, i, loan));
    const contract = await ownContract(db, vault, contractId, customerId);
    assert.ok(contract);
    const papers = await papersOf(db, vault, contractId);
    const data = await contractFile(db, vault, contractId, agreedBy(customerId));
    const pdf = await typesetter.pdf('contract', data);
    largest = Math.max(largest, pdf.length);
    const text = textOf(pdf);
    const view = await viewContract({ tx: db, now: NOW }, vault, contract);
    const { rows } = schedule(termsOf(contract, papers.drawnUpOn));
    assert.deepEqual(papers.schedule, rows);
    if (i === 0) drawsEveryCharacter(pdf);
    saysTheTerms(text, { loan, view });
    saysTheSchedule(text, view.rows);
    saysTheTexts(text, [...view.document.paragraphs, ...data.useOfFunds.paragraphs], view);
  }
  assert.ok(largest < 250_000, `the largest has ${largest} bytes`);
}

async function isWhatWasAgreedTo(db: Db): Promise<void> {
  const [loan] = sample(loans, { numRuns: 1, seed: 7 });
  assert.ok(loan);
  const { contractId, customerId } = await db.transaction().execute((tx) => agreed(tx, 900, loan));
  const file = () => contractFile(db, vault, contractId, agreedBy(customerId));
  const { signing: _, ...before } = await file();
  const change = (column: string, value: unknown) =>
    sql`update contract.contracts set ${sql.ref(column)} = ${value} where contract_id = ${contractId}`.execute(db);
  const kept = async (column: string): Promise<unknown> => {
    const { rows } = await sql<{ was: unknown }>`
      select ${sql.ref(column)} as was from contract.contracts where contract_id = ${contractId}`.execute(db);
    return rows[0]?.was;
  };
  const refuses = async (column: string, value: unknown, why: RegExp) => {
    const was = await kept(column);
    await change(column, value);
    await assert.rejects(file(), why);
    await change(column, column === 'cost_statement' ? JSON.stringify(was) : was);
  };
  await refuses('text_hash', 'ab'.repeat(32), /the text that was agreed to/);
  await refuses('cost_statement_hash', 'ab'.repeat(32), /the cost statement that was confirmed/);
  const dearer = { ...((await kept('cost_statement')) as object), annualCostPpm: 1 };
  await refuses('cost_statement', JSON.stringify(dearer), /the cost statement that was confirmed/);
  await refuses('cost_confirmed_at', null, /its cost statement was confirmed/);
  const other = JSON.stringify({ kind: 'use-of-funds', version: '2026-1', title: '声明', paragraphs: ['炒股'] });
  const sealed = vault.seal('contract.contracts.use_of_funds', contractId, other);
  await refuses('use_of_funds_cipher', sealed, /the use of funds as it was declared/);
  await assert.rejects(contractFile(db, vault, contractId, agreedBy(randomUUID() as CustomerId)), /is a contract that/);

  // One from before the statement was kept is put together anew.
  const statement = await kept('use_of_funds_cipher');
  await change('use_of_funds_cipher', null);
  assert.deepEqual((await file()).useOfFunds, before.useOfFunds);
  const renamed = vault.seal('identity.customers.name', customerId, '王大明');
  await sql`update identity.customers set name_cipher = ${renamed} where customer_id = ${customerId}`.execute(db);
  await assert.rejects(file(), /the use of funds as it was declared/);
  await change('use_of_funds_cipher', statement);
  const { signing, ...after } = await file();
  assert.deepEqual(after, before, 'a new name changes no word of what was agreed to');
  assert.deepEqual(signing.groups[0]?.rows[0], ['姓名', '王大明']);
}

type View = Awaited<ReturnType<typeof viewContract>>;

function saysTheTerms(text: string, { loan, view }: { loan: Loan; view: View }): void {
  const one = (pattern: RegExp): string => {
    const found = pattern.exec(text)?.slice(1).find(Boolean);
    assert.ok(found, `${pattern} in ${text.slice(0, 2_000)}`);
    return found;
  };
  assert.equal(fenOf(one(/¥([\d,.]+)/)), loan.principalFen);
  assert.equal(view.principalFen, loan.principalFen);
  assert.ok(text.includes(capitalAmount(loan.principalFen)));
  assert.equal(one(/贷款期限 +(\d+) 个月/), String(loan.termMonths));
  assert.equal(view.termMonths, loan.termMonths);
  // The rate stands in the box, in the text and in the cost statement, and is one.
  assert.equal(ppmOf(one(/¥[\d,.]+ +([\d.]+%)/)), loan.annualRatePpm);
  assert.equal(ppmOf(one(/年利率（单利）：([\d.]+%)/)), loan.annualRatePpm);
  assert.equal(view.annualRatePpm, loan.annualRatePpm);
  const cost = text.slice(text.indexOf('附件二'));
  assert.equal(
    ppmOf(/年化综合融资成本[\s\S]{0,120}?([\d.]+%)/.exec(cost)?.[1] ?? ''),
    view.costStatement.annualCostPpm,
  );
  assert.equal(ppmOf(one(/按内部收益率（复利）折算：([\d.]+%)/)), view.irrPpm);
  assert.equal(one(/贷款用途 +(\S+)/), view.purpose);
  assert.ok(text.includes(view.contractNo));
  assert.ok(text.includes(view.document.textHash) && text.includes(view.costStatement.textHash));
}

function saysTheSchedule(text: string, rows: View['rows']): void {
  const figures = [...text.matchAll(/^ *(\d+) +(\d{4}-\d\d-\d\d) +([\d,.]+) +([\d,.]+) +([\d,.]+) +([\d,.]+)$/gm)];
  assert.deepEqual(
    figures.map(([, no, dueOn, ...amounts]) => [Number(no), dueOn, ...amounts.map(fenOf)]),
    rows.map((row) => [row.no, row.dueOn, row.totalFen, row.principalFen, row.interestFen, row.balanceFen]),
  );
  const total = (of: (row: View['rows'][number]) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const sums = /合计 +([\d,.]+) +([\d,.]+) +([\d,.]+)/.exec(text)?.slice(1).map(fenOf);
  assert.deepEqual(sums, [
    total((row) => row.totalFen),
    total((row) => row.principalFen),
    total((row) => row.interestFen),
  ]);
}

/** Every word that was shown, in its order; only where a line or a page ends is the typesetter's. */
function saysTheTexts(text: string, paragraphs: readonly string[], { contractNo, document }: View): void {
  const headers = new RegExp(`^ *${document.title} +合同编号：${contractNo}$|^ *第 \\d+ 页 +共 \\d+ 页$`, 'gm');
  const read = text.replace(headers, '').replace(/\s/g, '');
  let at = 0;
  for (const paragraph of paragraphs) {
    const words = paragraph.replace(/^# /, '').replace(/\s/g, '');
    const found = read.indexOf(words, at);
    assert.ok(found >= 0, `'${paragraph}' after the paragraph before it`);
    at = found + words.length;
  }
}

/** What a reader takes from the file is also there to be seen: a font that was cut wrongly would leave blanks. */
function drawsEveryCharacter(pdf: Buffer): void {
  const dpi = 144;
  const words = wordsOf(pdf).filter(({ text }) => /^\p{Script=Han}{2,}$/u.test(text));
  assert.ok(words.map(({ text }) => text).join('').length > 300, `${words.length} words`);
  const pages = new Map<number, Drawn>();
  for (const word of words) {
    const page = pages.get(word.page) ?? drawn(pdf, word.page + 1, dpi);
    pages.set(word.page, page);
    const characters = [...word.text];
    const width = (word.right - word.left) / characters.length;
    for (const [n, character] of characters.entries()) {
      const left = word.left + n * width;
      const dark = ink(page, dpi, { ...word, left, right: left + width });
      // 一 is the lightest; small print in grey is lighter still.
      assert.ok(dark > 0.01, `${character} of ${word.text} on page ${word.page + 1} is drawn: ${dark}`);
    }
  }
}

const fenOf = (text: string): number => Number(text.replaceAll(',', '').replace('.', ''));
const ppmOf = (text: string): number => Math.round(Number.parseFloat(text) * 10_000);

/** A branch where the product is sold with these parameters. */
async function sellAt(db: Db, branch: string, parameters: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(parameters))
    await sql`insert into products.parameters (product_code, branch_code, name, effective_from, value)
      values ('instant-loan', ${branch}, ${name}, '2020-01-01', ${JSON.stringify(value)})`.execute(db);
}

/** From an approved application to an agreed contract, as the customer goes. */
async function agreed(tx: Tx, i: number, loan: Loan): Promise<{ contractId: ContractId; customerId: CustomerId }> {
  const context: Context = { tx, now: NOW, today: TODAY, emit: () => undefined };
  const who = { customerId: randomUUID() as CustomerId, applicationId: randomUUID() as ApplicationId };
  const digits = `11010119900101${String(i).padStart(3, '0')}`;
  const person = { name: loan.name, idNumber: digits + idNumberCheckLetter(digits), mobile: `1390000${1_000 + i}` };
  await registerCustomer(tx, vault, { id: who.customerId, ...person }, NOW);
  await openAccount(tx, vault, who.customerId, `62316800${String(i).padStart(8, '0')}`, NOW);
  await approved(tx, i, who, loan);
  const document = good(await useOfFundsDocument(context, vault, who));
  good(await declareUseOfFunds(context, vault, { ...who, ...document }, FROM));
  const contract = await contractOf(tx, vault, who.applicationId);
  assert.ok(contract);
  const { costStatementHash, textHash } = contract;
  const own = { customerId: who.customerId, contractId: contract.id };
  good(await confirmCostStatement(context, vault, { ...own, costStatementHash }, FROM));
  good(await agreeContract({ ...context, now: addSeconds(NOW, 60) }, vault, { ...own, textHash }, FROM));
  return own;
}

async function approved(
  tx: Tx,
  i: number,
  { customerId, applicationId }: { customerId: CustomerId; applicationId: ApplicationId },
  { principalFen, termMonths, purpose, annualRatePpm, method, dayCount }: Loan,
): Promise<void> {
  const answers = JSON.stringify({ aboutYou: {}, money: { termMonths, purpose } });
  const sealed = vault.seal('application.applications.answers', applicationId, answers);
  await sql`insert into application.applications (application_id, application_no, customer_id, product_code, branch_code,
      channel, step, route, answers_cipher, term_months, purpose, amount_fen, started_at, saved_at)
    values (${applicationId}, ${`SQ${i}`}, ${customerId}, 'instant-loan', ${`${method} ${dayCount}`},
      'direct-bank', 'use-of-funds', 'instant', ${sealed}, ${termMonths}, ${purpose}, ${principalFen}, ${NOW}, ${NOW})`.execute(
    tx,
  );
  await sql`insert into decision.decisions (decision_id, application_id, state, dossier_cipher, model_version, outcomes,
      approved, limit_fen, annual_rate_ppm, reasons, valid_until, opened_at, decided_at)
    values (${randomUUID()}, ${applicationId}, 'decided', '\\x00', '1', '[]', true, ${principalFen}, ${annualRatePpm}, '[]',
      '2026-12-23', ${NOW}, ${NOW})`.execute(tx);
}

const agreedBy = (customerId: CustomerId) => ({
  customerId,
  requestNo: 'S0123456789abcdef0123456789abcde',
  evidenceHash: 'ab'.repeat(32),
  evidence: {
    agreedAt: addSeconds(NOW, 60),
    faces: [{ shownAt: NOW }],
    idDocument: { confirmedAt: NOW },
    systemCheckedAt: NOW,
    password: { provenAt: addSeconds(NOW, 59) },
    from: FROM,
  },
});

function good<T>(result: Result<T, string>): T {
  assert.ok(result.ok, result.ok ? '' : `refused: ${result.refusal}`);
  return result.value;
}
