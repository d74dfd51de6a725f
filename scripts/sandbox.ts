/** `npm start`: everything that a person needs to try the product, on this machine alone. */
import { join } from 'node:path';
import pg from 'pg';
import { businessDate, dayInShanghai } from '@miaodai/values';
import { demoPersons, LOGIN_PASSWORD, TRANSACTION_PASSWORD } from '../journeys/kit/persons.ts';
import { introduceToSimulators } from '../journeys/kit/introduce.ts';
import { outsideEnv, startServer, startSimulatorProcess, type Running } from '../journeys/kit/processes.ts';
import { seedBank } from '../server/src/seed/seed-bank.ts';
import { seedCustomer } from '../server/src/seed/seed-customer.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { passwordHasher } from '../server/src/platform/crypto/passwords.ts';
import { ensureMasterKey, readMasterKey, vault as openVault } from '../server/src/platform/crypto/vault.ts';
import { database, pool } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { buildWeb } from './build-web.ts';
import { firstFreePort } from './ports.ts';
import { writeSandboxFile } from './sandbox-file.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const began = performance.now();
const keyFile = process.env['MIAODAI_MASTER_KEY_FILE'] ?? join(dataFolder(), 'keys', 'master.key');

if (await buildWeb()) say('· 页面已构建');
const given = process.env['DATABASE_URL'];
const postgres = given ? undefined : await startPostgres(join(dataFolder(), 'postgres'));
const databaseUrl = given ?? (await createDatabase(postgres?.adminUrl ?? '', 'miaodai'));
const simulatorsUrl =
  process.env['SIMULATORS_DATABASE_URL'] ??
  (await createDatabase(postgres?.adminUrl ?? databaseUrl, 'miaodai_simulators'));
await prepareDatabase(databaseUrl);
say(`· 数据库就绪${postgres?.adopted ? '（接管了上次留下的进程）' : ''}`);

ensureMasterKey(keyFile);
const simulators = await startSimulatorProcess(
  simulatorsUrl,
  await firstFreePort(Number(process.env['SIMULATORS_PORT'] ?? 8180), 7),
);
await introduceToSimulators(simulators.controlUrl, demoPersons);
await seed();
say('· 外围系统模拟器就绪');

const port = await firstFreePort(Number(process.env['PORT'] ?? 8080), 1);
const env = {
  ...outsideEnv(simulators.urls),
  DATABASE_URL: databaseUrl,
  MIAODAI_MASTER_KEY_FILE: keyFile,
  PORT: String(port),
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
};
let server: Running = await startServer(env, 'inherit');
watch(server);
writeSandboxFile({ url: server.url, controlUrl: simulators.controlUrl, databaseUrl });
announce();

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

async function seed(): Promise<void> {
  const db = database(pool(databaseUrl, { max: 2 }));
  const vault = openVault(readMasterKey(keyFile));
  const needs = { db, vault, hasher: passwordHasher(vault.derive('password-pepper')) };
  await seedBank(db, businessDate('2020-01-01'));
  for (const person of demoPersons) await seedCustomer(needs, person, systemClock.now());
  await db.destroy();
}

/** The name of the database in place of the one in the URL; made where it is missing. */
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

/** A server that dies is started again, as an operator's supervisor would. */
function watch(running: Running): void {
  running.child.once('exit', (code, signal) => {
    if (stopping) return;
    say(`· 服务进程结束（${signal ?? code}），重新启动`);
    void startServer({ ...env, PORT: String(port) }, 'inherit').then((again) => {
      server = again;
      watch(again);
    });
  });
}

async function stop(): Promise<void> {
  if (stopping) process.exit(1); // Asked twice: at once.
  stopping = true;
  say('\n· 正在停止…');
  await server.stop();
  await simulators.stop();
  await postgres?.stop();
  process.exit(0);
}

function announce(): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const persons = demoPersons.map(
    ({ mobile, name, erpNo, story }) => `  ${mobile}  ${name.padEnd(3, '　')}  ERP ${erpNo}  ${story}`,
  );
  say(`
秒贷沙箱已就绪（${seconds} 秒，${dayInShanghai(systemClock.now())}）

  客户页面    ${server.url}
  短信收件箱  ${simulators.controlUrl}/sms
  外围系统    ${simulators.controlUrl}（规则、故障脚本、转账记录）

演示客户（登录密码 ${LOGIN_PASSWORD}，交易密码 ${TRANSACTION_PASSWORD}）
${persons.join('\n')}

  全流程演示  npm run demo      账簿导出  npm run -s books
  按 Ctrl-C 停止`);
}
