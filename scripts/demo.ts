/**
 * `npm run demo`: takes a customer through the whole line over HTTP, against the running sandbox or one of its own, and prints each
 * step with its time: the account before and after, the ledger entries, the first three periods of the schedule; then days go by (demo-later.ts).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fen, percentText, yuanDisplay, type Fen } from '@miaodai/values';
import { Borrower, until } from '../journeys/kit/borrower.ts';
import { blankFrames } from '../journeys/kit/face.ts';
import { introduceToSimulators } from '../journeys/kit/introduce.ts';
import { facesOf } from '../journeys/kit/moving-face.ts';
import { aPerson } from '../journeys/kit/persons.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { passwordHasher } from '../server/src/platform/crypto/passwords.ts';
import { classOf } from '../server/src/customer/privacy/index.ts';
import { masterKeyOf, openMasterKey } from '../server/src/platform/crypto/open-master-key.ts';
import { loadVault } from '../server/src/platform/crypto/open-vault.ts';
import { database, pool } from '../server/src/platform/db/connect.ts';
import { dataFolder } from '../server/src/platform/db/embedded-postgres.ts';
import { seedCustomer } from '../server/src/seed/seed-customer.ts';
import { entriesAbout } from './demo-entries.ts';
import { later } from './demo-later.ts';
import { findSandbox, type Sandbox } from './sandbox-file.ts';

const AMOUNT = fen(50_000_00);
const say = (text = ''): void => void process.stdout.write(`${text}\n`);

const found = await findSandbox();
const own = found ? undefined : spawn(process.execPath, [join(import.meta.dirname, 'sandbox.ts')], { stdio: 'ignore' });
if (own) say('· 没有正在运行的沙箱，先启动一个（npm start 可保持运行）');
try {
  await demo(found ?? (await Promise.race([until('the sandbox', findSandbox, 120_000), gone(own)])));
} finally {
  await end(own);
}

async function demo(sandbox: Sandbox): Promise<void> {
  const borrower = await somebodyNew(sandbox);
  const { person, api } = borrower;
  say(`客户 ${person.name}（${person.mobile}），借 ${yuanDisplay(AMOUNT)} 元，12 个月\n`);

  await step('登录', () => borrower.signIn());
  const before = await step(
    '查询电子账户',
    () => api.readAccount({ query: {} }),
    ({ balanceFen }) => `余额 ${yuanDisplay(balanceFen)} 元`,
  );
  let at = await step(
    '立即申请',
    () => borrower.start(),
    ({ applicationNo }) => applicationNo,
  );
  at = await step('同意员工信息查询授权书', () => borrower.agree(at, 'employee-information'));
  at = await step('同意个人信用报告查询授权书', () => borrower.agree(at, 'credit-report'));
  at = await step('人脸识别（由会动的照片代替真人）', () => borrower.showFace(at));
  at = await step(
    '身份与 ERP 核验',
    () => borrower.identify(at),
    ({ identity, route }) => `${identity.employerName}，${route === 'instant' ? '秒贷' : route}`,
  );
  at = await step('填写基本、职业、住房、收支和贷款信息', () => borrower.fillIn(at));
  at = await step(
    '短信验证码 + 交易密码，提交，自动审批',
    () => borrower.submit(at),
    ({ decision }) =>
      decision?.approved
        ? `额度 ${yuanDisplay(decision.limitFen)} 元，年利率（单利）${percentText(decision.annualRatePpm)}`
        : '未通过',
  );
  at = await step('填写借款金额', () => borrower.chooseAmount(at, AMOUNT));
  at = await step('贷款用途声明书', () => borrower.declareUse(at));
  const contract = await step(
    '确认综合融资成本，阅读并同意合同，交易密码，双方电子签名',
    () => borrower.agreeToContract(at),
    ({ contractNo, signing }) => `${contractNo}，SHA-256 ${signing?.sha256 ?? '尚无'}`,
  );
  const asked = await step('确认放款', () => borrower.confirm(contract));
  const paid = await step(
    '核心放款',
    () => settled(borrower, asked),
    ({ state, coreSerialNo }) => `${state}，核心流水 ${coreSerialNo}`,
  );
  const after = await step(
    '查询电子账户',
    () => api.readAccount({ query: {} }),
    ({ balanceFen }) => `余额 ${yuanDisplay(balanceFen)} 元`,
  );
  const loan = await api.readLoan({ params: { loanId: paid.loanId ?? '' } });
  const texts = await until('the text', async () =>
    (await borrower.texts())[0]?.text.includes('放款') ? borrower.texts() : undefined,
  );

  say(
    `\n电子账户  之前 ${yuanDisplay(before.balanceFen)} 元  之后 ${yuanDisplay(after.balanceFen)} 元  增加 ${yuanDisplay(fen(after.balanceFen - before.balanceFen))} 元`,
  );
  say(`\n账簿分录（${loan.loanNo}）`);
  for (const line of await entriesAbout(sandbox.databaseUrl, [at.applicationId, paid.disbursementId])) say(`  ${line}`);
  say(`\n还款计划前三期（共 ${loan.rows.length} 期，利息合计 ${yuanDisplay(loan.totalInterestFen)} 元）`);
  for (const row of loan.rows.slice(0, 3)) {
    say(
      `  第 ${row.no} 期  ${row.dueOn}  本金 ${money(row.principalFen)}  利息 ${money(row.interestFen)}  合计 ${money(row.totalFen)}  剩余 ${money(row.balanceFen)}`,
    );
  }
  say(`\n短信  ${texts[0]?.text}`);
  await later(sandbox, borrower, loan, { say, step });
}

/** A customer of their own for every run, so that a demo can be run again and again. */
async function somebodyNew({ url, controlUrl, databaseUrl }: Sandbox): Promise<Borrower> {
  const person = aPerson(1_000 + Math.floor((performance.timeOrigin / 1_000) % 8_000), '钱多多');
  await introduceToSimulators(controlUrl, [person]);
  const db = database(pool(databaseUrl, { max: 2 }));
  const master = openMasterKey(masterKeyOf(process.env, join(dataFolder(), 'keys', 'master.key')).where);
  const vault = await loadVault({ db, master, classOf });
  await seedCustomer({ db, vault, hasher: passwordHasher(vault.derive('password-pepper')) }, person, systemClock.now());
  await db.destroy();
  const borrower = new Borrower(url, controlUrl, person);
  // Nobody sits before a camera here: a photo follows the challenge, and the sandbox's face check looks at it in earnest.
  const [face] = await facesOf('anna');
  borrower.framesFor = (attempt) => (attempt.standIn ? blankFrames(attempt) : face(attempt));
  return borrower;
}

function settled(borrower: Borrower, asked: { disbursementId: string }) {
  return until('the payout', async () => {
    const now = await borrower.outcome(asked, 2_000);
    return now.state === 'refused' || now.loanId !== null ? now : undefined;
  });
}

async function step<T>(name: string, work: () => Promise<T>, tell: (result: T) => string = () => ''): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(`${`${(performance.now() - began).toFixed(0)} ms`.padStart(8)}  ${name}  ${tell(result)}`.trimEnd());
  return result;
}

function money(amount: Fen): string {
  return yuanDisplay(amount).padStart(10);
}

async function gone(child: ChildProcess | undefined): Promise<never> {
  if (child) await once(child, 'exit');
  throw new Error('the sandbox did not start: npm start says why');
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
