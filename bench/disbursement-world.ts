import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  businessDate,
  dayInShanghai,
  fen,
  idNumberCheckLetter,
  type ApplicationId,
  type ContractId,
  type CustomerId,
  type Result,
} from '@miaodai/values';
import { ANSWERS } from '../journeys/kit/borrower.ts';
import { tell } from '../journeys/kit/introduce.ts';
import { outsideEnv, startServer, startSimulatorProcess } from '../journeys/kit/processes.ts';
import { asDocument, readText } from '../server/src/bank/content/index.ts';
import { openAccount } from '../server/src/customer/account/index.ts';
import { setFaceSwitch, startFaceAttempt } from '../server/src/customer/face/index.ts';
import { registerCustomer, startSession } from '../server/src/customer/identity/index.ts';
import { faceStandIn } from '../server/src/integrations/face/stand-in.ts';
import { done } from '../server/src/integrations/outcome.ts';
import {
  agree,
  checkSystem,
  chooseAmount,
  identify,
  ownApplication,
  passFaceCheck,
  saveAboutYou,
  saveMoney,
  startApplication,
  submitApplication,
} from '../server/src/lending/application/index.ts';
import {
  agreeContract,
  contractOf,
  declareUseOfFunds,
  useOfFundsDocument,
} from '../server/src/lending/contract/index.ts';
import { decide, decisionOf } from '../server/src/lending/decision/index.ts';
import { pastLoans } from '../server/src/lending/servicing/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import type { Context, InTx } from '../server/src/platform/context.ts';
import { classOf } from '../server/src/customer/privacy/index.ts';
import { openMasterKey } from '../server/src/platform/crypto/open-master-key.ts';
import { loadVault } from '../server/src/platform/crypto/open-vault.ts';
import { ensureMasterKey, type Vault } from '../server/src/platform/crypto/vault.ts';
import { database, pool, type Db, type Tx } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { settings } from '../server/src/seed/defaults.ts';
import { seedBank, setFrom } from '../server/src/seed/seed-bank.ts';

/** A customer who has agreed to a contract and may confirm its payout. */
export type Ready = { cookie: string; contractId: ContractId; accountNo: string };
export type DisbursementWorld = { url: string; controlUrl: string; ready: Ready[]; stop(): Promise<void> };

const FROM = { channel: 'direct-bank', device: 'bench', ip: '127.0.0.1' };
const AMOUNT = fen(50_000_00);

/** Database with durable commits, simulators and server as processes of their own, and so many contracts that wait for their payout. */
export async function aDisbursementWorld(
  contracts: number,
  { changed = {}, env: more = {} }: { changed?: Partial<typeof settings>; env?: Record<string, string> } = {},
): Promise<DisbursementWorld> {
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
  const ready = await prepare(url, keyFile, simulators.controlUrl, { contracts, changed });
  const env = {
    ...outsideEnv(simulators.urls),
    DATABASE_URL: url,
    MIAODAI_MASTER_KEY_FILE: keyFile,
    PORT: '0',
    LOG_LEVEL: 'error',
    ...more,
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
      if (!postgres.adopted) await postgres.stop();
    },
  };
}

type Wanted = { contracts: number; changed: Partial<typeof settings> };

/** Through the same commands as over HTTP; what is before the payout is not what is measured. */
async function prepare(
  url: string,
  keyFile: string,
  controlUrl: string,
  { contracts, changed }: Wanted,
): Promise<Ready[]> {
  const db = database(pool(url, { max: 4 }));
  const vault = await loadVault({ db, master: openMasterKey(keyFile), classOf });
  await seedBank(db, businessDate('2020-01-01'));
  if (Object.keys(changed).length > 0) await setFrom(db, businessDate('2020-01-02'), changed);
  const now = systemClock.now();
  const off = {
    purpose: 'apply',
    channel: FROM.channel,
    required: false,
    setBy: 'bench',
    reason: 'not measured',
  } as const;
  await setFaceSwitch(db, off, now);
  const inTx = (<T, Asked>(work: (context: Context, asked?: Asked) => Promise<T>, first?: (tx: Tx) => Promise<Asked>) =>
    db
      .transaction()
      .execute(async (tx) =>
        work({ tx, now, today: dayInShanghai(now), emit: () => undefined }, await first?.(tx)),
      )) as InTx;
  const accounts = Array.from({ length: contracts }, (_, i) => `62316800${String(i).padStart(7, '0')}0`);
  await tell(
    controlUrl,
    'POST',
    '/accounts',
    accounts.map((accountNo, i) => ({ accountNo, holderName: '测试', idNumber: idNumber(i) })),
  );
  const ready: Ready[] = [];
  for (const [i, accountNo] of accounts.entries()) ready.push(await aReadyCustomer({ db, vault, inTx }, i, accountNo));
  await db.destroy();
  return ready;
}

type Parts = { db: Db; vault: Vault; inTx: InTx };

const LASTING = {
  sessionIdleSeconds: 3_600,
  sessionMaxSeconds: 7_200,
  sessionRotateSeconds: 7_200,
  sessionOverlapSeconds: 60,
};

async function aReadyCustomer({ db, vault, inTx }: Parts, i: number, accountNo: string): Promise<Ready> {
  const customerId = randomUUID() as CustomerId;
  const token = await inTx(async ({ tx, now }) => {
    const person = { id: customerId, name: '测试', idNumber: idNumber(i), mobile: `139${String(i).padStart(8, '0')}` };
    await registerCustomer(tx, vault, person, now);
    await openAccount(tx, vault, customerId, accountNo, now);
    return (await startSession(tx, { customerId, ...FROM }, LASTING, now)).token;
  });
  const applicationId = await inTx((context) => submitted(context, vault, customerId));
  await decide(
    { db, vault, inTx, pastLoans, ...SOURCES },
    { subject: applicationId, completeIn: () => Promise.resolve() },
  );
  const contractId = await inTx((context) => agreedContract(context, vault, { customerId, applicationId }));
  return { cookie: `miaodai_session=${token}`, contractId, accountNo };
}

async function submitted(context: Context, vault: Vault, customerId: CustomerId): Promise<ApplicationId> {
  const { tx, today } = context;
  const channel = FROM.channel;
  const applicationId = good(
    await startApplication(context, vault, { customerId, productCode: 'instant-loan', channel }),
  );
  const who = { customerId, applicationId };
  for (const kind of ['employee-information', 'credit-report'] as const) {
    good(await agree(context, vault, { ...who, ...asDocument(await readText(tx, kind, today)), kind }, FROM));
    const facts = { citizenMatches: true, accountInOrder: true };
    if (kind === 'employee-information') good(await checkSystem(context, vault, who, facts));
  }
  const text = asDocument(await readText(tx, 'face-check', today));
  const face = await startFaceAttempt(context, faceStandIn(), { customerId, purpose: 'apply', channel }, settings);
  const faceAttemptId = good(face).attempt.attemptId;
  good(await passFaceCheck(context, vault, { ...who, ...text, sessionId: randomUUID(), faceAttemptId }, FROM, settings));
  const employer = { employerCode: 'KS02', employerName: '测试单位', hiredOn: today };
  const standing = { employee: true, whitelisted: true, ...employer } as const;
  good(await identify(context, vault, { ...who, erpNo: '80000001', standing }, { identityTriesPerApplication: 5 }));
  const version = async () => (await ownApplication(tx, vault, applicationId, customerId))?.version ?? 0;
  const save = async () => ({ ...who, version: await version(), complete: true });
  good(await saveAboutYou(context, vault, { ...(await save()), answers: ANSWERS.aboutYou }));
  const money = { monthlyIncomeFen: fen(30_000_00), monthlyExpenseFen: fen(0), monthlyDebtFen: fen(0) };
  good(await saveMoney(context, vault, { ...(await save()), answers: { ...ANSWERS.money, ...money } }));
  good(await submitApplication(context, vault, who));
  return applicationId;
}

async function agreedContract(
  context: Context,
  vault: Vault,
  who: { customerId: CustomerId; applicationId: ApplicationId },
): Promise<ContractId> {
  const { tx } = context;
  const offer = await decisionOf(tx, who.applicationId);
  good(await chooseAmount(context, vault, { ...who, amountFen: AMOUNT }, offer));
  good(
    await declareUseOfFunds(context, vault, { ...who, ...good(await useOfFundsDocument(context, vault, who)) }, FROM),
  );
  const contract = await contractOf(tx, vault, who.applicationId);
  if (!contract) throw new Error('no contract was drawn up');
  const { textHash, costStatementHash } = contract;
  const { customerId } = who;
  good(await agreeContract(context, vault, { customerId, contractId: contract.id, textHash, costStatementHash }, FROM));
  return contract.id;
}

/** A bureau and a big-data platform that have nothing against anybody: only the payout is measured, over the wire. */
const SOURCES = {
  hrSystem: {
    verifyEmployee: () =>
      Promise.resolve(
        done({
          ...{ employee: true as const, employerCode: 'KS02', employerName: '测试', whitelisted: true },
          hiredOn: businessDate('2015-07-01'),
        }),
      ),
  },
  creditBureau: {
    report: () =>
      Promise.resolve(
        done({
          ...{ reportNo: 'bench', monthlyDebtFen: fen(0), openLoans: 0 },
          ...{ overdueCount24m: 0, worstOverdueDays: 0, lenderQueries6m: 0 },
        }),
      ),
  },
  bigData: { assess: () => Promise.resolve(done({ score: 800, warnings: [] })) },
};

function good<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(`the preparation was refused: ${result.refusal}`);
  return result.value;
}

function idNumber(i: number): string {
  const first17 = `${110101 + Math.floor(i / 800)}19900101${String(i % 800).padStart(3, '0')}`;
  return first17 + idNumberCheckLetter(first17);
}
