import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { businessDate, fen, type ContractId, type CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import pg from 'pg';
import { movableClock } from '../../server/src/platform/clock.ts';
import {
  anchorByClock,
  checkByClock,
  checkChain,
  eraseEvidence,
  sealEvidence,
  unsealed,
} from '../../server/src/lending/evidence/index.ts';
import { until } from '../kit/borrower.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld, serve, type World } from '../kit/world.ts';
import { byOpenssl, flip, itemNamed, replace, runIn, unpacked } from './evidence-folder.ts';

type Server = Awaited<ReturnType<typeof serve>>;

test('the evidence of two loans', async (t) => {
  const world = await aWorld(t);
  const clock = movableClock();
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-evidence-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  const sm2KeyFile = join(folder, 'sm2.pem');
  writeFileSync(sm2KeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  world.env['SEAL_SM2_KEY_FILE'] = sm2KeyFile;
  const server = await serve(t, world, { clock });
  const people = [aPerson(1, '王小明'), aPerson(2, '李娟')];
  await world.settle(...people);
  await hire(world, demoStaff.auditor, demoStaff.officer, demoStaff.daqing, demoStaff.manager);
  const [first, second] = await Promise.all(people.map((person) => borrow(server, person)));
  assert.ok(first && second);
  const auditor = new Clerk(server.url, demoStaff.auditor);
  await auditor.signIn();
  const told = { world, server, clock, auditor, first, second, folder };

  await t.test('packs that are sealed at once are links of one chain, each once', () => sealedAtOnce(told));
  await t.test('a silent authority leaves the chain without a stamp, and the export says so', () => notAnchored(told));
  await t.test('staff see contract, signatures and evidence, of their branch', () => seenByStaff(told));
  await t.test('the export is verified with Node alone, and by openssl where there is one', () => verified(told));
  await t.test('whatever is changed, missing, added or swapped is named', () => tampered(told));
  await t.test('the server may add evidence, and neither change nor delete it', () => insertOnly(told));
  await t.test('whoever goes behind the grants is found, and a person hears of it', () => broken(told));
  await t.test('SM3 is a setting, and the verifier knows it', () => withSm3(told));
  await t.test('when its time is over the content goes, and the chain stays', () => erased(told));
});

type Told = {
  world: World;
  server: Server;
  clock: ReturnType<typeof movableClock>;
  auditor: Clerk;
  first: ContractId;
  second: ContractId;
  folder: string;
};

async function borrow(server: Server, person: Person): Promise<ContractId> {
  const borrower = server.borrower(person);
  const confirmed = await borrower.upToConfirm(fen(20_000_00));
  const asked = await borrower.confirm(confirmed);
  await until('the loan', async () => ((await borrower.outcome(asked)).loanId ? true : undefined));
  return confirmed.contractId as ContractId;
}

const jobFor = (subject: string) => ({ subject, completeIn: () => Promise.resolve() });

async function sealedAtOnce({ server, world, first, second }: Told): Promise<void> {
  const six = [first, second, first, second, first, second];
  await Promise.all(six.map((contractId) => sealEvidence(server.needs, jobFor(contractId))));
  const packs = await world.db
    .selectFrom('evidence.packs')
    .select(['seq', 'pack_hash', 'previous_hash', 'contract_id'])
    .orderBy('seq')
    .execute();
  assert.deepEqual(
    packs.map(({ seq }) => seq),
    [1, 2],
  );
  assert.equal(packs[1]?.previous_hash, packs[0]?.pack_hash);
  assert.deepEqual(new Set(packs.map(({ contract_id }) => contract_id)), new Set([first, second]));
  assert.deepEqual(await checkChain(server.needs.db, server.needs.vault), []);

  // What a job had missed would be found by the clock.
  assert.deepEqual(await unsealed(world.db, 10), []);
  const missed = world.db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    await sql`delete from evidence.items where true`.execute(tx);
    await sql`delete from evidence.packs where true`.execute(tx);
    throw new Error((await unsealed(tx, 10)).toSorted().join(' '));
  });
  await assert.rejects(missed, { message: [first, second].toSorted().join(' ') });
}

async function notAnchored({ world, server, auditor, first, folder, clock }: Told): Promise<void> {
  await world.faults([{ system: 'time-stamp', times: 10, fault: 'hang-up-before' }]);
  const { cause } = await anchorByClock({ ...server.needs, clock });
  assert.ok(cause);
  const { run } = await unpacked(auditor, first, join(folder, 'bare'));
  const { status, output } = run();
  assert.equal(status, 3, output);
  assert.match(output, /尚无外部时间戳/);
  await world.faults([]);
}

async function seenByStaff({ server, world, auditor, first, second }: Told): Promise<void> {
  const officer = new Clerk(server.url, demoStaff.officer);
  const daqing = new Clerk(server.url, demoStaff.daqing);
  const manager = new Clerk(server.url, demoStaff.manager);
  for (const clerk of [officer, daqing, manager]) await clerk.signIn();
  const { contracts, total } = await auditor.api.listContracts({ query: {} });
  assert.equal(total, 2);
  const row = contracts.find(({ contractId }) => contractId === first);
  assert.deepEqual(
    { name: row?.customerName, signing: row?.signing, principal: row?.principalFen },
    { name: '王**', signing: 'signed', principal: 20_000_00 },
  );
  const piece = row?.contractNo.slice(-6) ?? '';
  assert.equal((await officer.api.listContracts({ query: { contractNo: piece, signing: 'signed' } })).total, 1);
  assert.equal((await officer.api.listContracts({ query: { signing: 'refused' } })).total, 0);
  assert.equal((await daqing.api.listContracts({ query: {} })).total, 0);
  const params = { contractId: second };
  await refused(daqing.api.readContractRecord({ params }), 'not-found');
  await refused(daqing.api.readContractPdf({ params }), 'not-found');
  await refused(auditor.api.readContractPdf({ params }), 'right-missing');
  await refused(officer.api.exportEvidence({ params }), 'right-missing');

  const record = await manager.api.readContractRecord({ params });
  assert.deepEqual(
    record.signingDetail?.signatures.map(({ signer }) => signer),
    ['customer', 'bank'],
  );
  const kinds = record.evidence?.items.map(({ kind }) => kind) ?? [];
  for (const kind of ['consent', 'identity', 'decision', 'model', 'cost-statement', 'use-of-funds', 'contract-text'])
    assert.ok(kinds.includes(kind), `${kind} is among ${kinds.join(' ')}`);
  assert.deepEqual(
    kinds.filter((kind) => /sign|certificate|payout|loan|reading/.test(kind)),
    [...['signing-request', 'certificate', 'signing', 'signed-contract', 'sm2-signature', 'payout', 'loan'], 'reading'],
  );
  const times = record.evidence?.items.flatMap(({ happenedAt }) => happenedAt ?? []) ?? [];
  assert.deepEqual(times, times.toSorted(), 'in the order of what happened');
  assert.doesNotMatch(JSON.stringify(record), /李娟/);

  const file = await manager.api.readContractPdf({ params });
  assert.equal(file.sha256, record.signingDetail?.sha256);
  const acts = await world.db
    .selectFrom('staff.acts')
    .select(['operation', 'outcome'])
    .where('operation', 'in', ['readContractPdf', 'exportEvidence'])
    .where('outcome', '=', 'done')
    .execute();
  assert.deepEqual(acts.map(({ operation }) => operation).toSorted(), ['exportEvidence', 'readContractPdf']);
}

async function verified({ auditor, first, second, folder, server, clock }: Told): Promise<void> {
  const { cause, head } = await anchorByClock({ ...server.needs, clock });
  assert.deepEqual({ cause, seq: head?.seq }, { cause: undefined, seq: 2 });
  // Stamped so often as staff have set, not at every look.
  assert.deepEqual(await anchorByClock({ ...server.needs, clock }), {});
  for (const [name, contractId] of [
    ['one', first],
    ['two', second],
  ] as const) {
    const { run } = await unpacked(auditor, contractId, join(folder, name));
    const { status, output } = run();
    assert.equal(status, 0, output);
    assert.match(output, /核验通过/);
    assert.match(output, /外部时间戳：20\d\d-/);
  }
  const at = join(folder, 'one');
  const pdf = readFileSync(join(at, itemNamed(at, 'signed-contract')));
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const page = readFileSync(join(at, 'index.html'), 'utf8');
  assert.match(page, /王小明/);
  assert.doesNotMatch(page, /<script|\son\w+=|https?:\/\/[^w]/);
  byOpenssl(at);
}

async function tampered({ folder }: Told): Promise<void> {
  const whole = join(folder, 'one');
  const other = join(folder, 'two');
  const decision = itemNamed(whole, 'decision');
  const pdf = itemNamed(whole, 'signed-contract');
  const cases: [string, (at: string) => void, RegExp][] = [
    ['a flipped byte of an item', (at) => flip(join(at, decision), 40), new RegExp(`文件被改动：.*${decision}`)],
    ['a flipped byte of the contract', (at) => flip(join(at, pdf), 5_000), new RegExp(`文件被改动：.*${pdf}`)],
    ['a byte more', (at) => writeFileSync(join(at, decision), ' ', { flag: 'a' }), new RegExp(`${decision}.*大小`)],
    ['a missing item', (at) => unlinkSync(join(at, pdf)), new RegExp(`缺少文件：.*${pdf}`)],
    ['an added file', (at) => writeFileSync(join(at, 'items', '99-new.json'), '{}'), /多出的文件.*items\/99-new\.json/],
    ['a changed index', (at) => replace(join(at, 'index.json'), '审批决策', '审批决定'), /index\.json 被改动/],
    ['a changed page', (at) => replace(join(at, 'index.html'), '王小明', '王小朋'), /文件被改动：.*index\.html/],
    ['another index', (at) => cpSync(join(other, 'index.json'), join(at, 'index.json')), /index\.json 被改动/],
    ['another chain', (at) => cpSync(join(other, 'chain.json'), join(at, 'chain.json')), /index\.json 被改动/],
    ['another head', (at) => replace(join(at, 'anchor.json'), '"seq":2', '"seq":1'), /anchor\.json/],
    ['no stamp', (at) => unlinkSync(join(at, 'anchor.tsr')), /缺少文件：anchor\.tsr/],
    ['a stamp of rubbish', (at) => writeFileSync(join(at, 'anchor.tsr'), 'rubbish'), /不是可以读取的时间戳/],
    ['a changed stamp', (at) => flip(join(at, 'anchor.tsr'), -20), /时间戳的签名无效/],
    ['other roots', (at) => writeFileSync(join(at, 'roots.pem'), ''), /文件被改动：roots\.pem/],
    ['another manual', (at) => replace(join(at, 'README.txt'), '核验', '检查'), /文件被改动：README\.txt/],
  ];
  for (const [what, change, words] of cases) {
    const at = join(folder, 'changed');
    cpSync(whole, at, { recursive: true });
    change(at);
    const { status, output } = runIn(at);
    assert.equal(status, 1, `${what}: ${output}`);
    assert.match(output, words, what);
    rmSync(at, { recursive: true });
  }
  // An index that fits its own items, sealed anew, is not the one in the chain.
  const at = join(folder, 'remade');
  cpSync(whole, at, { recursive: true });
  flip(join(at, decision), 40);
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(at, name)))
      .digest('hex');
  const before = createHash('sha256')
    .update(readFileSync(join(whole, decision)))
    .digest('hex');
  replace(join(at, 'index.json'), before, hash(decision));
  const oldContent = createHash('sha256')
    .update(readFileSync(join(whole, 'index.json')))
    .digest('hex');
  replace(join(at, 'chain.json'), oldContent, hash('index.json'));
  const remade = runIn(at);
  assert.equal(remade.status, 1);
  assert.match(remade.output, /chain\.json：第 \d 环的哈希不符/);
  assert.equal(runIn(join(folder, 'nowhere')).status, 2);
}

async function insertOnly({ world }: Told): Promise<void> {
  const { connections } = world.database;
  for (const change of [
    `update evidence.packs set sealed_at = now()`,
    `delete from evidence.packs`,
    `update evidence.items set content_cipher = null`,
    `update evidence.items set hash = repeat('0', 64)`,
    `delete from evidence.items`,
    `update evidence.anchors set seq = 1`,
    `delete from evidence.anchors`,
  ])
    await assert.rejects(connections.query(change), { code: '42501' }, change);
  // A gap, or a second pack after one, the database itself refuses; whoever writes.
  const [customer] = (await asOwner(world, `select customer_id from evidence.packs limit 1`)) as {
    customer_id: string;
  }[];
  const insert = (seq: number, previous: string) =>
    `insert into evidence.packs (pack_id, seq, contract_id, customer_id, algorithm, index, content_hash, previous_hash, pack_hash, sealed_at)
     select gen_random_uuid(), ${seq}, contract_id, customer_id, algorithm, index, content_hash, ${previous}, repeat('a', 64), now()
     from evidence.packs where seq = 1`;
  await assert.rejects(asOwner(world, insert(4, `(select pack_hash from evidence.packs where seq = 2)`)));
  await assert.rejects(asOwner(world, insert(2, `(select pack_hash from evidence.packs where seq = 1)`)));
  await assert.rejects(asOwner(world, insert(1, 'null')));
  await assert.rejects(
    connections.query(`select evidence.erase_of('${customer?.customer_id ?? ''}', date '2999-01-01')`),
    /is kept/,
  );
}

async function broken({ world, server }: Told): Promise<void> {
  const { db, inTx, vault } = server.needs;
  const found = async () => (await checkChain(db, vault)).map(({ words }) => words);
  const during = async (change: string, undo: string, words: RegExp) => {
    await asOwner(
      world,
      `alter table evidence.packs disable trigger all; alter table evidence.anchors disable trigger all; ${change}`,
    );
    assert.match((await found()).join('；'), words, change);
    // By the clock contents are opened a part a night; all else is looked at every night.
    if (!words.source.includes('解密')) assert.ok((await checkByClock({ db, inTx, vault })) > 0);
    await asOwner(world, undo);
    assert.deepEqual(await found(), []);
  };
  const keep = `create table evidence.kept as table evidence.`;
  await during(
    `update evidence.items set label = label || '。' where no = 1`,
    `update evidence.items set label = left(label, -1) where no = 1`,
    /材料清单与封存的目录不一致/,
  );
  await during(
    `${keep}items; update evidence.items i set content_cipher = (select content_cipher from evidence.kept k where k.no = 2 and k.pack_id = i.pack_id) where no = 1`,
    `update evidence.items i set content_cipher = k.content_cipher from evidence.kept k where k.no = i.no and k.pack_id = i.pack_id; drop table evidence.kept`,
    /无法解密/,
  );
  await during(
    `${keep}packs; update evidence.packs set index = replace(index, '审批决策', '审批决定')`,
    `update evidence.packs p set index = k.index from evidence.kept k where k.seq = p.seq; drop table evidence.kept`,
    /目录的哈希不符/,
  );
  await during(
    `${keep}packs; update evidence.packs set pack_hash = repeat('b', 64) where seq = 1`,
    `update evidence.packs p set pack_hash = k.pack_hash from evidence.kept k where k.seq = p.seq; drop table evidence.kept`,
    /封存哈希不符.*与前一个证据包不衔接/s,
  );
  await during(
    `${keep}anchors; update evidence.anchors set token = 'rubbish'`,
    `update evidence.anchors a set token = k.token from evidence.kept k where k.anchor_id = a.anchor_id; drop table evidence.kept`,
    /外部时间戳/,
  );
  const cases = await world.db
    .selectFrom('cases.cases')
    .select(['kind', 'reason'])
    .where('kind', '=', 'evidence-broken')
    .execute();
  assert.ok(cases.length > 0 && cases.every(({ reason }) => /证据包/.test(reason)));
}

async function withSm3({ world, server, clock, folder }: Told): Promise<void> {
  await asOwner(world, `insert into settings.settings values ('evidenceHash', date '2020-01-02', '"SM3"')`);
  const person = aPerson(3, '赵敏');
  await world.settle(person);
  const contractId = await borrow(server, person);
  await sealEvidence(server.needs, jobFor(contractId));
  clock.move(3_601);
  assert.equal((await anchorByClock({ ...server.needs, clock })).head?.seq, 3);
  const again = new Clerk(server.url, demoStaff.auditor);
  await again.signIn();
  const { run } = await unpacked(again, contractId, join(folder, 'sm3'));
  assert.match(run().output, /算法 SM3/);
  assert.equal(run().status, 0, run().output);
  assert.deepEqual(await checkChain(server.needs.db, server.needs.vault), []);
}

async function erased({ world, server, first }: Told): Promise<void> {
  const { inTx, db, vault } = server.needs;
  const [owner] = await world.db
    .selectFrom('evidence.packs')
    .select('customer_id')
    .where('contract_id', '=', first)
    .execute();
  const id = owner?.customer_id as CustomerId;
  await asOwner(
    world,
    `insert into privacy.closures (customer_id, closed_at, channel, device, ip) values ('${id}', now(), 'h5', '-', '-');
     insert into privacy.kept (customer_id, what, keep_until) values ('${id}', 'trade', date '2036-11-23')`,
  );
  const erase = (today: string) => inTx(({ tx }) => eraseEvidence(tx, id, businessDate(today)));
  await assert.rejects(erase('2036-11-23'), /is kept/);
  await erase('2036-11-24');
  const { rows } = await world.database.connections.query<{ kept: number; all: number }>(
    `select count(content_cipher)::int as kept, count(*)::int as all
     from evidence.items join evidence.packs using (pack_id) where customer_id = '${id}'`,
  );
  assert.equal(rows[0]?.kept, 0);
  assert.ok((rows[0]?.all ?? 0) > 10);
  assert.deepEqual(await checkChain(db, vault), []);
}

async function asOwner({ database }: World, statement: string): Promise<unknown[]> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const result: unknown = await owner.query(statement);
    return Array.isArray(result) ? [] : (result as { rows: unknown[] }).rows;
  } finally {
    await owner.end();
  }
}

async function refused(answer: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(answer, (error) => error instanceof ApiProblem && error.problem.code === code);
}
