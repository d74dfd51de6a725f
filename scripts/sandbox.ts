/** `npm start`: everything that a person needs to try the product, on this machine alone. */
import { join } from 'node:path';
import pg from 'pg';
import { businessDate, dayInShanghai } from '@miaodai/values';
import { introduceToSimulators } from '../journeys/kit/introduce.ts';
import { mailReports, reportBounces } from '../journeys/kit/mail.ts';
import { demoPersons, LOGIN_PASSWORD, TRANSACTION_PASSWORD } from '../journeys/kit/persons.ts';
import {
  outsideEnv,
  startServer,
  startSimulatorProcess,
  type Running,
  type Simulators,
} from '../journeys/kit/processes.ts';
import { signingKeysEnv } from '../journeys/kit/signing-keys.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { passwordHasher } from '../server/src/platform/crypto/passwords.ts';
import { classOf } from '../server/src/customer/privacy/index.ts';
import { masterKeyOf, openMasterKey } from '../server/src/platform/crypto/open-master-key.ts';
import { loadVault } from '../server/src/platform/crypto/open-vault.ts';
import { ensureMasterKey } from '../server/src/platform/crypto/vault.ts';
import { database, pool } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres, type EmbeddedPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { roles as allRoles } from '../server/src/seed/defaults.ts';
import { seedBank, setFrom } from '../server/src/seed/seed-bank.ts';
import { seedCustomer } from '../server/src/seed/seed-customer.ts';
import { demoStaff } from '../journeys/kit/staff.ts';
import { seedStaff } from '../server/src/seed/seed-staff.ts';
import { SYSTEMS } from '../simulators/src/systems.ts';
import { buildWeb } from './build-web.ts';
import { firstFreePort } from './ports.ts';
import { writeSandboxFile } from './sandbox-file.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const began = performance.now();
const masterKey = masterKeyOf(process.env, join(dataFolder(), 'keys', 'master.key'));

/** What runs; ended in the opposite order. */
let postgres: EmbeddedPostgres | undefined;
let simulators: Simulators | undefined;
let server: Running | undefined;
let stopping = false;

/** Nobody's yet: the card network makes them up when they are first verified (docs/integrations/card-network). */
const DEMO_CARDS = [
  ['6217000000000008880', '正常收付'],
  ['6217000000000008884', '四要素核验不符，不能绑定'],
  ['6217000000000008885', '收付后断开连接：先显示“处理中”，查证后到账一次'],
  ['6217000000000008888', '转入扣款被拒；转出被拒，资金退回电子账户'],
  ['4563510000000008880', '信用卡，不能绑定'],
] as const;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// Whoever started us was killed and cannot pass a signal on: nobody would find this sandbox again.
const startedBy = process.ppid;
setInterval(() => process.ppid !== startedBy && void stop(0), 1_000).unref();
try {
  await bringUp();
} catch (error) {
  say(`\n启动失败：${error instanceof Error ? error.message : String(error)}`);
  say('沙箱的数据都在 .data/ 里；删除这个文件夹后重新 npm start，会得到一个全新的沙箱。');
  await stop(1);
}

async function bringUp(): Promise<void> {
  if (await buildWeb()) say('· 页面已构建');
  const { databaseUrl, simulatorsUrl } = await databases();
  await prepareDatabase(databaseUrl);
  say(`· 数据库就绪${postgres?.adopted ? '（接管了上次留下的进程）' : ''}`);

  if (masterKey.file !== undefined) ensureMasterKey(masterKey.file);
  const controlPort = await firstFreePort(Number(process.env['SIMULATORS_PORT'] ?? 8180), 2 + SYSTEMS.length);
  simulators = await startSimulatorProcess(simulatorsUrl, controlPort);
  await introduceToSimulators(simulators.controlUrl, demoPersons);
  await seed(databaseUrl);
  say('· 外围系统模拟器就绪');

  const port = await firstFreePort(Number(process.env['PORT'] ?? 8080), 1);
  const reports = mailReports(join(dataFolder(), 'keys'));
  const env = {
    ...outsideEnv(simulators.urls),
    ...(await signingKeysEnv(simulators.urls, join(dataFolder(), 'keys'))),
    MAIL_REPORT_SECRET_FILE: reports.file,
    DATABASE_URL: databaseUrl,
    ...masterKey.named,
    PORT: String(port),
    ENVIRONMENT: 'sandbox',
    SANDBOX_CLOCK_URL: simulators.controlUrl,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  };
  server = await startServer(env, 'inherit');
  watch(server, env);
  await reportBounces(simulators.controlUrl, server.url, reports);
  writeSandboxFile({ url: server.url, controlUrl: simulators.controlUrl, databaseUrl });
  announce(server.url, simulators.controlUrl);
}

/** An embedded server, or the one that DATABASE_URL names: there the simulators get a database beside the product's. */
async function databases(): Promise<{ databaseUrl: string; simulatorsUrl: string }> {
  const given = process.env['DATABASE_URL'];
  if (!given) postgres = await startPostgres(join(dataFolder(), 'postgres'));
  const adminUrl = given ?? postgres?.adminUrl ?? '';
  return {
    databaseUrl: given ?? (await createDatabase(adminUrl, 'miaodai')),
    simulatorsUrl: process.env['SIMULATORS_DATABASE_URL'] ?? (await createDatabase(adminUrl, 'miaodai_simulators')),
  };
}

/** The URL with that database's name in it; the database is made where it is missing. */
async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function seed(databaseUrl: string): Promise<void> {
  const db = database(pool(databaseUrl, { max: 2 }));
  const vault = await loadVault({ db, master: openMasterKey(masterKey.where), classOf });
  const needs = { db, vault, hasher: passwordHasher(vault.derive('password-pepper')) };
  await seedBank(db, businessDate('2020-01-01'));
  // Nobody's ID card is in a fresh sandbox: the first face that somebody shows is theirs from then on.
  await setFrom(db, businessDate('2020-01-02'), { faceWithoutReference: 'enrol' });
  for (const person of demoPersons) await seedCustomer(needs, person, systemClock.now());
  await seedStaff(needs, Object.values(demoStaff), systemClock.now());
  await db.destroy();
}

/** A server that dies is started again, as an operator's supervisor would. */
function watch(running: Running, env: Record<string, string>): void {
  running.child.once('exit', (code, signal) => {
    if (stopping) return;
    say(`· 服务进程结束（${signal ?? code}），重新启动`);
    startServer(env, 'inherit').then(
      (again) => {
        server = again;
        watch(again, env);
      },
      (error: unknown) => {
        say(`· 无法重新启动：${String(error)}`);
        return stop(1);
      },
    );
  });
}

async function stop(code: number): Promise<void> {
  if (stopping) process.exit(1); // Asked twice: at once.
  stopping = true;
  await server?.stop();
  await simulators?.stop();
  await postgres?.stop();
  process.exit(code);
}

function announce(url: string, controlUrl: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const persons = demoPersons.map(
    ({ mobile, name, erpNo, story }) => `  ${mobile}  ${name.padEnd(3, '　')}  ERP ${erpNo}  ${story}`,
  );
  const staff = Object.values(demoStaff).map(
    ({ loginName, name, roles, level }) =>
      `  ${loginName.padEnd(11)}  ${name}  ${roleNames(roles)}${level > 0 ? ` · ${level} 级权限` : ''}`,
  );
  const demoCards = [
    '演示银行卡（开户绑卡可填任意本人借记卡号，归首次核验人，余额 50,000 元；末位决定清算系统的应答）',
    ...DEMO_CARDS.map(([cardNo, story]) => `  ${cardNo}  ${story}`),
  ];
  say(`
秒贷沙箱已就绪（${seconds} 秒，${dayInShanghai(systemClock.now())}）

  客户页面    ${url}
  内管系统    ${url}/console
  短信收件箱  ${controlUrl}/sms
  邮件收件箱  ${controlUrl}/mail
  外围系统    ${controlUrl}（规则、故障脚本、转账记录）

演示客户（登录密码 ${LOGIN_PASSWORD}，交易密码 ${TRANSACTION_PASSWORD}）
${persons.join('\n')}

${demoCards.join('\n')}

内管系统员工（密码 ${LOGIN_PASSWORD}）
${staff.join('\n')}

  全流程演示  npm run demo      账簿导出  npm run -s books
  推进日期    npm run -s day-end -- --to 2027-11-23（或内管系统“日终”）
  按 Ctrl-C 停止`);
}

function roleNames(codes: readonly string[]): string {
  return allRoles.flatMap(({ role, name }) => (codes.includes(role) ? [name] : [])).join('、');
}
