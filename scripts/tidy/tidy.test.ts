import assert from 'node:assert/strict';
import test from 'node:test';
import { root } from '../root.ts';
import { projectFiles, problemsOfFile, problemsOfNames } from './index.ts';

const caught = (file: string, text: string): string[] => problemsOfFile(file, text).map((problem) => problem.message);

function bad(file: string, text: string, message: RegExp): void {
  const messages = caught(file, text);
  assert.equal(messages.length, 1, `${file}: ${text}\n${messages.join('\n')}`);
  assert.match(messages[0] ?? '', message);
}

function good(file: string, text: string): void {
  assert.deepEqual(caught(file, text), [], text);
}

const store = 'server/src/lending/servicing/servicing.store.ts';

test('a store stays on the schema of its module', () => {
  const other = /reads or writes ledger\.\*, but owns servicing\.\* only/;
  bad(store, 'sql`select a from servicing.loans l join ledger.entries e on e.id = l.id`', other);
  bad(store, 'sql`insert into ledger.entries (a) values (1)`', other);
  bad(store, 'sql`delete from ledger.entries where a = 1`', other);
  bad(store, `tx.updateTable('ledger.entries as e').set({ a: 1 })`, other);
  bad(store, `tx.selectFrom('servicing.loans').innerJoin('ledger.entries', 'a', 'b')`, other);
  bad(store, `tx.selectFrom(['servicing.loans', 'ledger.entries'])`, other);
  good(
    store,
    'sql`select day(x) from servicing.loans l, lateral (select 1) y where l.a is distinct from y.b for update of l`',
  );
  good(store, 'sql`select extract(day from l.paid_at) from servicing.loans l`');
  good('server/src/ledger/ledger.store.ts', `tx.insertInto('ledger.entries').values(rows)`);
  good('server/src/integrations/external-calls.store.ts', 'sql`update integrations.calls set a = 1`');
  good('server/src/bank/day-end/day-end.store.ts', 'sql`select a from day_end.runs`');
});

test('queries are built in stores and in platform only', () => {
  bad('server/src/lending/servicing/repay.ts', 'await sql`select 1`.execute(tx)', /SQL is written in a \.store\.ts/);
  bad('server/src/http/customer/a.routes.ts', `tx.selectFrom('servicing.loans')`, /queries are built in a \.store\.ts/);
  good('server/src/platform/jobs/jobs.ts', 'await sql`select 1`.execute(tx)');
  good('server/src/lending/servicing/repay.test.ts', `tx.selectFrom('servicing.loans')`);
});

test('statements of one transaction go out together, and nothing is sent behind its rollback', () => {
  const file = 'server/src/lending/servicing/repay.ts';
  const together = /by together\(\[…\]\)/;
  bad(file, 'await Promise.all([take(tx, a), note(tx, b)]);', together);
  bad(file, 'await Promise.all(loans.map((loan) => take(context.tx, loan)));', together);
  bad(file, 'const f = (db: Db | Tx) => Promise.all([take(db, a), note(db, b)]);', together);
  bad(file, 'async function f(here: Context) { await Promise.race([take(here, a)]); }', together);
  bad(file, 'const f = ({ db }: Needs, at: Tx) => { return g(() => Promise.all([take(at, a)])); };', together);
  good(file, 'const f = async (tx: Tx, db: Db) => { await together([take(tx, a), note(tx, b)]); };');
  good(file, 'const f = (db: Db) => Promise.all([take(db, a)]); const g = (db: Tx) => take(db, a);');
  good(file, 'await Promise.all([ask(bureau), ask(bigData)]);');
  good('journeys/kit/a.ts', 'await Promise.all([take(tx, a)]);');
});

test('columns are named', () => {
  const named = /columns are named/;
  bad(store, 'sql`select * from servicing.loans`', named);
  bad(store, 'sql`select l.* from servicing.loans l`', named);
  bad(store, 'sql`insert into servicing.loans (a) values (1) returning *`', named);
  bad(store, `tx.selectFrom('servicing.loans').selectAll()`, named);
  bad('simulators/src/hr.ts', `db.query('select * from staff')`, named);
  good(store, 'sql`select count(*) from servicing.loans`');
});

test('business code and shared code read no clock', () => {
  const clock = /context/;
  bad('server/src/lending/servicing/accrue.ts', 'const at = new Date();', clock);
  bad('server/src/customer/account/open.ts', 'const at = Date.now();', clock);
  bad('server/src/ledger/entry.ts', 'export interface Entry { at: Date }', clock);
  bad('server/src/bank/calendar/a.ts', 'const t = performance.now();', clock);
  bad('shared/loan-math/src/schedule.ts', 'const d = Temporal.Now.plainDateISO();', clock);
  good('server/src/lending/servicing/accrue.ts', 'const day: BusinessDate = context.today; // Date of the accrual');
  good('server/src/platform/clock.ts', 'const at = new Date();');
});

test('rules draw nothing at random', () => {
  bad('server/src/lending/decision/limit.rules.ts', 'const x = Math.random();', /random/);
  bad('server/src/lending/decision/limit.rules.ts', 'const x = crypto.randomUUID();', /random/);
  good('server/src/customer/credentials/issue-code.ts', 'const code = randomInt(1e6);');
});

test('money is never a binary fraction', () => {
  bad('web/h5/src/amount.ts', 'const n = parseFloat(text);', /binary fraction/);
  bad('web/h5/src/amount.ts', 'const n = Number(yuanText);', /fenFromYuan/);
  bad('web/h5/src/amount.ts', 'const s = amountFen.toFixed(2);', /yuanDisplay/);
  bad('web/h5/src/amount.ts', 'const n = yuan * 100;', /fenFromYuan/);
  bad('server/src/http/customer/a.ts', 'const n = body.amountFen / 100;', /yuanDisplay/);
  good('web/h5/src/amount.ts', 'const whole = Math.trunc(amountFen / 100);');
  good('web/h5/src/progress.ts', 'const n = done * 100; const s = seconds.toFixed(1); const c = Number(countText);');
  good('shared/values/src/fen.ts', 'const n = Number(yuan) * 100;');
});

test('names say something', () => {
  const named = (file: string): number => problemsOfNames([file]).length;
  for (const file of ['web/h5/src/utils.ts', 'server/src/core/a.ts', 'shared/common/b.ts', 'a/data.test.ts']) {
    assert.equal(named(file), 1, file);
  }
  for (const file of ['server/src/integrations/core-banking/port.ts', 'simulators/src/big-data.ts', 'a/database.ts']) {
    assert.equal(named(file), 0, file);
  }
  bad('web/h5/src/a.ts', 'export const utils = {};', /says nothing/);
  bad('web/h5/src/a.ts', 'export class LoanManager {}', /says nothing/);
  bad('web/h5/src/a.ts', 'export type Data = string;', /says nothing/);
  good('web/h5/src/a.ts', 'const data = 1; export const dataFolder = data;');
});

test('no path of one machine gets in', () => {
  for (const folder of ['work', 'root', 'tmp', 'home']) bad('docs/a.md', `see /${folder}/main/x`, /one machine/);
  bad('scripts/a.ts', ['const a = "', 'tmp', 'x"'].join('/'), /one machine/);
  good('web/h5/src/routes.ts', ['const a = "', 'work', 'housing";'].join('/'));
  good('docs/a.md', 'https://example.com/home/x and src/work/x');
});

test('unfinished work is not left in comments', () => {
  for (const word of ['TODO', 'FIXME']) {
    bad('server/src/a.ts', `// ${word} later`, /unfinished/);
    bad('docs/a.md', `${word}: write`, /unfinished/);
  }
  good('server/src/a.ts', `const state = 'TODO';`);
});

test('comments are English, screens are Chinese', () => {
  bad('server/src/a.ts', '// 放款当天计息，还款当天不计息。', /English/);
  good('server/src/a.ts', '// The day of payout bears interest (算头不算尾).');
  good('server/src/a.ts', '/** 申请中, 审批中 */ export type A = 1;');
  good('web/h5/src/a.ts', `const title = '放款当天计息';`);
});

test('a module opens with its purpose, on one screen', () => {
  bad('server/src/ledger/index.ts', `export * from './post.ts';`, /opens with the module's purpose/);
  bad('server/src/ledger/index.ts', `/**\n${' * line\n'.repeat(12)} */\nexport const a = 1;`, /at most twelve lines/);
  good('server/src/ledger/index.ts', `/** Double entry; knows no loans. */\nexport * from './post.ts';`);
  good('server/src/ledger/post.ts', `export const a = 1;`);
});

test('a test that does not run says why', () => {
  bad('a/a.test.ts', `test.only('x', () => {});`, /silences all other tests/);
  bad('a/a.test.ts', `test('x', { only: true }, () => {});`, /silences all other tests/);
  bad('a/a.test.ts', `test.skip('x', () => {});`, /no reason/);
  bad('a/a.test.ts', `test('x', { skip: true }, () => {});`, /no reason/);
  bad('a/a.test.ts', `test('x', (t) => { t.skip(); });`, /no reason/);
  good('a/a.test.ts', `test('x', { skip: missing ? 'no hledger here' : false }, (t) => { t.skip('why'); });`);
});

test('migrations are numbered without a gap', () => {
  const wrong = (...names: string[]): number =>
    problemsOfNames(names.map((name) => `server/migrations/${name}.sql`)).length;
  assert.equal(wrong('0001-platform', '0002-ledger', '0003-bank'), 0);
  assert.equal(wrong('0001-platform', '0003-bank'), 1);
  assert.equal(wrong('0001-platform', '0002-ledger', '0002-bank'), 1);
  assert.equal(wrong('1-platform'), 1);
});

test('a file of style or SQL has at most 400 lines', () => {
  bad('web/h5/src/a.css', 'a {}\n'.repeat(401), /at most 400/);
  good('web/h5/src/a.css', 'a {}\n'.repeat(400));
});

test('the real tree is read, without what is installed or made', () => {
  const files = projectFiles(root);
  assert.ok(files.includes('scripts/tidy/tidy.test.ts'));
  assert.ok(files.every((file) => !/node_modules|\.generated\.ts$|migrations\/schema\.sql$/.test(file)));
});
