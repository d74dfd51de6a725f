import { createHash, randomBytes, randomUUID } from 'node:crypto';
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
import { authorityFile, signingKeysEnv } from '../journeys/kit/signing-keys.ts';
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
  confirmCostStatement,
  contractOf,
  declareUseOfFunds,
  useOfFundsDocument,
} from '../server/src/lending/contract/index.ts';
import { decide, decisionOf } from '../server/src/lending/decision/index.ts';
import {
  keepCertificate,
  newCustomerKey,
  requestSigning,
  settleSigning,
  signingOf,
} from '../server/src/lending/signing/index.ts';
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
type Changed = { changed?: Partial<typeof settings>; env?: Record<string, string> };
/** What makes a world of customers who wait for what is measured. */
type Prepare<T> = (parts: Parts & { controlUrl: string }) => Promise<T[]>;

const FROM = { channel: 'direct-bank', device: 'bench', ip: '127.0.0.1' };
const AMOUNT = fen(50_000_00);

/** With so many contracts that wait for their payout. */
export const aDisbursementWorld = (contracts: number, more: Changed = {}): Promise<DisbursementWorld> =>
  aBenchWorld((parts) => readyToPay(parts, contracts), more);

/** Database with durable commits, simulators and server as processes of their own. */
export async function aBenchWorld<T>(
  prepareCustomers: Prepare<T>,
  { changed = {}, env: more = {} }: Changed = {},
): Promise<Omit<DisbursementWorld, 'ready'> & { ready: T[] }> {
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
  const simulators = await startSimulatorProcess(simulatorsUrl, 0, { SIMULATORS_AUTHORITY_FILE: authorityFile() });
  console.log('customers are made ready, one by one; this takes a minute\n');
  const ready = await prepare(url, keyFile, simulators.controlUrl, { prepareCustomers, changed });
  const env = {
    ...outsideEnv(simulators.urls),
    ...(await signingKeysEnv(simulators.urls)),
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

type Wanted<T> = { prepareCustomers: Prepare<T>; changed: Partial<typeof settings> };

/** Through the same commands as over HTTP; what is before the payout is not what is measured. */
async function prepare<T>(
  url: string,
  keyFile: string,
  controlUrl: string,
  { prepareCustomers, changed }: Wanted<T>,
): Promise<T[]> {
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
  const ready = await prepareCustomers({ db, vault, inTx, controlUrl });
  await db.destroy();
  return ready;
}

async function readyToPay(
  { controlUrl, ...parts }: Parts & { controlUrl: string },
  contracts: number,
): Promise<Ready[]> {
  const accounts = Array.from({ length: contracts }, (_, i) => `62316800${String(i).padStart(7, '0')}0`);
  await tell(
    controlUrl,
    'POST',
    '/accounts',
    accounts.map((accountNo, i) => ({ accountNo, holderName: '测试', idNumber: idNumber(i) })),
  );
  const ready: Ready[] = [];
  for (const [i, accountNo] of accounts.entries()) ready.push(await aReadyCustomer(parts, i, accountNo));
  return ready;
}

export type Parts = { db: Db; vault: Vault; inTx: InTx };

const LASTING = {
  sessionIdleSeconds: 3_600,
  sessionMaxSeconds: 7_200,
  sessionRotateSeconds: 7_200,
  sessionOverlapSeconds: 60,
};

/** Signed in, with an account. */
export async function aCustomer({ vault, inTx }: Parts, i: number, accountNo: string) {
  const customerId = randomUUID() as CustomerId;
  const mobile = `139${String(i).padStart(8, '0')}`;
  const session = await inTx(async ({ tx, now }) => {
    await registerCustomer(tx, vault, { id: customerId, name: '测试', idNumber: idNumber(i), mobile }, now);
    await openAccount(tx, vault, customerId, accountNo, now);
    return startSession(tx, { customerId, ...FROM }, LASTING, now);
  });
  const { sessionId, token } = session;
  return { customerId, sessionId, mobile, idNumber: idNumber(i), cookie: `miaodai_session=${token}` };
}

export async function aReadyCustomer(parts: Parts, i: number, accountNo: string): Promise<Ready> {
  const { vault, inTx } = parts;
  const { customerId, cookie } = await aCustomer(parts, i, accountNo);
  const applicationId = await decidedApplication(parts, customerId);
  const contractId = await inTx((context) => agreedContract(context, vault, { customerId, applicationId }));
  return { cookie, contractId, accountNo };
}

/** Submitted and approved. */
export async function decidedApplication({ db, vault, inTx }: Parts, customerId: CustomerId): Promise<ApplicationId> {
  const applicationId = await inTx((context) => submitted(context, vault, customerId));
  await decide(
    { db, vault, inTx, pastLoans, ...SOURCES },
    { subject: applicationId, completeIn: () => Promise.resolve() },
  );
  return applicationId;
}

async function submitted(context: Context, vault: Vault, customerId: CustomerId): Promise<ApplicationId> {
  const applicationId = await filledIn(context, vault, customerId);
  good(await submitApplication(context, vault, { customerId, applicationId }));
  return applicationId;
}

/** All pages are whole, and nothing is submitted. */
export async function filledIn(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
  { sessionId = randomUUID(), erpNo = '80000001' }: { sessionId?: string; erpNo?: string } = {},
): Promise<ApplicationId> {
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
  good(await passFaceCheck(context, vault, { ...who, ...text, sessionId, faceAttemptId }, FROM, settings));
  const employer = { employerCode: 'KS02', employerName: '测试单位', hiredOn: today };
  const standing = { employee: true, whitelisted: true, ...employer } as const;
  good(await identify(context, vault, { ...who, erpNo, standing }, { identityTriesPerApplication: 5 }));
  const version = async () => (await ownApplication(tx, vault, applicationId, customerId))?.version ?? 0;
  const save = async () => ({ ...who, version: await version(), complete: true });
  good(await saveAboutYou(context, vault, { ...(await save()), answers: ANSWERS.aboutYou }));
  const money = { monthlyIncomeFen: fen(30_000_00), monthlyExpenseFen: fen(0), monthlyDebtFen: fen(0) };
  good(await saveMoney(context, vault, { ...(await save()), answers: { ...ANSWERS.money, ...money } }));
  return applicationId;
}

async function agreedContract(context: Context, vault: Vault, who: Who): Promise<ContractId> {
  const { contractId, textHash } = await drawnUpContract(context, vault, who);
  const agreed = good(await agreeContract(context, vault, { customerId: who.customerId, contractId, textHash }, FROM));
  const password = { envelopeHash: '', provenAt: context.now };
  await requestSigning(context, vault, agreed, { key: await newCustomerKey('测试'), password }, FROM);
  await signed(context, vault, contractId);
  return contractId;
}

type Who = { customerId: CustomerId; applicationId: ApplicationId };

/** Read and to be agreed to: the cost statement is confirmed. */
export async function drawnUpContract(
  context: Context,
  vault: Vault,
  who: Who,
): Promise<{ contractId: ContractId; textHash: string }> {
  const { tx } = context;
  const offer = await decisionOf(tx, who.applicationId);
  good(await chooseAmount(context, vault, { ...who, amountFen: AMOUNT }, offer));
  good(
    await declareUseOfFunds(context, vault, { ...who, ...good(await useOfFundsDocument(context, vault, who)) }, FROM),
  );
  const contract = await contractOf(tx, vault, who.applicationId);
  if (!contract) throw new Error('no contract was drawn up');
  const { id: contractId, textHash, costStatementHash } = contract;
  const own = { customerId: who.customerId, contractId };
  good(await confirmCostStatement(context, vault, { ...own, costStatementHash }, FROM));
  return { contractId, textHash };
}

/** As a file of the usual size that was signed somewhere: certificates and time-stamps are not what is measured here. */
async function signed(context: Context, vault: Vault, contractId: ContractId): Promise<void> {
  const { tx, now } = context;
  const signing = await signingOf(tx, vault, contractId);
  if (!signing) throw new Error('signing was not requested');
  await keepCertificate(tx, vault, signing.id, { serialNo: '00', chain: [], notAfter: now }, now);
  const content = randomBytes(150_000);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const signature = { name: '测试', issuer: 'bench', certificateNo: '00', signedAt: now };
  const signatures = [
    { ...signature, signer: 'customer' as const },
    { ...signature, signer: 'bank' as const },
  ];
  const here = (async (work: (context: Context, asked: unknown) => unknown, first?: (tx: Tx) => unknown) =>
    work(context, await first?.(tx))) as InTx;
  const job = { subject: signing.id, completeIn: () => Promise.resolve() };
  await settleSigning(
    { inTx: here, vault },
    job,
    1,
    done({ content, sha256, contractNo: '', signatures, sm2: undefined }),
  );
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
