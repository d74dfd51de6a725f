import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  addDays,
  businessDate,
  dayInShanghai,
  fen,
  idNumberCheckLetter,
  type ApplicationId,
  type ContractId,
  type CustomerId,
} from '@miaodai/values';

import { openAccount } from '../server/src/customer/account/index.ts';
import { registerCustomer, startSession } from '../server/src/customer/identity/index.ts';
import { post } from '../server/src/ledger/index.ts';
import { limitGranted } from '../server/src/lending/accounting.ts';
import { updateApplication, insertApplication } from '../server/src/lending/application/application.store.ts';
import {
  agreeContract,
  contractOf,
  declareUseOfFunds,
  useOfFundsDocument,
} from '../server/src/lending/contract/index.ts';
import { openDecision, recordDecision } from '../server/src/lending/decision/decision.store.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import type { Context } from '../server/src/platform/context.ts';
import { ensureMasterKey, readMasterKey, vault as openVault } from '../server/src/platform/crypto/vault.ts';
import { database, pool } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { seedBank } from '../server/src/seed/seed-bank.ts';
import { outsideEnv, startServer, startSimulatorProcess } from '../journeys/kit/processes.ts';
import { tell } from '../journeys/kit/introduce.ts';

/** A customer who has agreed to a contract and may confirm its payout. */
export type Ready = { cookie: string; contractId: ContractId };
export type DisbursementWorld = { url: string; controlUrl: string; ready: Ready[]; stop(): Promise<void> };

const FROM = { channel: 'direct-bank', device: 'bench', ip: '127.0.0.1' };
const AMOUNT = fen(50_000_00);

/** Database with durable commits, simulators and server as processes of their own, and so many contracts that wait for their payout. */
export async function aDisbursementWorld(contracts: number): Promise<DisbursementWorld> {
  const postgres = await startPostgres(join(dataFolder(), 'bench-postgres'));
  const names = [`bench_${randomUUID().slice(0, 8)}`, `bench_simulators_${randomUUID().slice(0, 8)}`] as const;
  const admin = pool(postgres.adminUrl, { max: 1, role: '' });
  for (const name of names) await admin.query(`create database ${name}`);
  const [url, simulatorsUrl] = names.map((name) => postgres.adminUrl.replace(/\/[^/]*$/, `/${name}`)) as [
    string,
    string,
  ];
  await prepareDatabase(url);
  const keyFile = join(dataFolder(), 'keys', 'bench.key');
  ensureMasterKey(keyFile);
  const simulators = await startSimulatorProcess(simulatorsUrl, 0);
  const ready = await prepare(url, keyFile, simulators.controlUrl, contracts);
  const env = {
    ...outsideEnv(simulators.urls),
    DATABASE_URL: url,
    MIAODAI_MASTER_KEY_FILE: keyFile,
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const server = await startServer(env);
  return {
    url: server.url,
    controlUrl: simulators.controlUrl,
    ready,
    async stop() {
      await server.stop();
      await simulators.stop();
      for (const name of names) await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      await postgres.stop();
    },
  };
}

/** Through the same commands as over HTTP, but for the pages before the contract, which are not what is measured. */
async function prepare(url: string, keyFile: string, controlUrl: string, contracts: number): Promise<Ready[]> {
  const db = database(pool(url, { max: 4 }));
  const vault = openVault(readMasterKey(keyFile));
  await seedBank(db, businessDate('2020-01-01'));
  const now = systemClock.now();
  const today = dayInShanghai(now);
  const accounts = Array.from({ length: contracts }, (_, i) => `62316800${String(i).padStart(7, '0')}0`);
  await tell(
    controlUrl,
    'POST',
    '/accounts',
    accounts.map((accountNo, i) => ({ accountNo, holderName: '测试', idNumber: idNumber(i) })),
  );
  const ready: Ready[] = [];
  for (const [i, accountNo] of accounts.entries()) {
    ready.push(
      await db.transaction().execute(async (tx) => {
        const context: Context = { tx, now, today, emit: () => Promise.resolve() };
        const customerId = randomUUID() as CustomerId;
        const person = {
          id: customerId,
          name: '测试',
          idNumber: idNumber(i),
          mobile: `139${String(i).padStart(8, '0')}`,
        };
        await registerCustomer(tx, vault, person, now);
        await openAccount(tx, vault, customerId, accountNo, now);
        const contractId = await agreedContract(context, vault, customerId, i);
        const lasting = { sessionIdleSeconds: 3_600, sessionMaxSeconds: 7_200 };
        const { token } = await startSession(tx, { customerId, ...FROM }, lasting, now);
        return { cookie: `miaodai_session=${token}`, contractId };
      }),
    );
  }
  await db.destroy();
  return ready;
}

async function agreedContract(
  context: Context,
  vault: ReturnType<typeof openVault>,
  customerId: CustomerId,
  i: number,
): Promise<ContractId> {
  const { tx, now, today } = context;
  const id = randomUUID() as ApplicationId;
  const row = {
    id,
    no: `BENCH-${i}`,
    customerId,
    productCode: 'instant-loan',
    branchCode: '*',
    step: 'use-of-funds',
  } as const;
  await insertApplication(tx, row, FROM.channel, now);
  const answers = { aboutYou: {}, money: { termMonths: 12, purpose: 'renovation' } };
  await updateApplication(tx, vault, id, { answers, amountFen: AMOUNT }, now);
  const { id: decisionId } = await openDecision(tx, id, now);
  const verdict = { approved: true, limitFen: AMOUNT, annualRatePpm: 36_000 as never, reasons: [], outcomes: [] };
  await recordDecision(tx, vault, decisionId, { dossier: {} as never, verdict, validUntil: addDays(today, 30), now });
  await post(tx, limitGranted(id, AMOUNT, today));
  const who = { customerId, applicationId: id };
  const statement = await useOfFundsDocument(context, vault, who);
  if (!statement.ok) throw new Error(statement.refusal);
  const declared = await declareUseOfFunds(context, vault, { ...who, ...statement.value }, FROM);
  const contract = await contractOf(tx, vault, id);
  if (!declared.ok || !contract) throw new Error('no contract was drawn up');
  const hashes = { textHash: contract.textHash, costStatementHash: contract.costStatementHash };
  const agreed = await agreeContract(context, vault, { customerId, contractId: contract.id, ...hashes }, FROM);
  if (!agreed.ok) throw new Error(agreed.refusal);
  return contract.id;
}

function idNumber(i: number): string {
  const first17 = `${110101 + Math.floor(i / 800)}19900101${String(i % 800).padStart(3, '0')}`;
  return first17 + idNumberCheckLetter(first17);
}
