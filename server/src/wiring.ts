import { join } from 'node:path';
import { dayInShanghai, secondsBetween, type BusinessDate, type CustomerId } from '@miaodai/values';
import type { FastifyInstance } from 'fastify';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import { countOpenCases } from './bank/cases/index.ts';
import { openDayByClock, today } from './bank/calendar/index.ts';
import { classOf } from './customer/privacy/index.ts';
import { portraitOf } from './customer/documents/index.ts';
import { customerLifecycle } from './customer/lifecycle.ts';
import { serveConsole } from './http/console-pages.ts';
import { openConsoleDoor } from './http/console/index.ts';
import { openCustomerDoor } from './http/customer/index.ts';
import { LANDING, showLanding } from './http/landing.ts';
import { takeDeliveryReports } from './http/delivery-reports.ts';
import { handleStrays } from './http/strays.ts';
import { bigDataAdapter } from './integrations/big-data/adapter.ts';
import { cardNetworkAdapter } from './integrations/card-network/adapter.ts';
import { certificateAuthorityAdapter } from './integrations/certificate-authority/adapter.ts';
import { citizenRegistryAdapter } from './integrations/citizen-registry/adapter.ts';
import { coreBankingAdapter } from './integrations/core-banking/adapter.ts';
import { creditBureauAdapter } from './integrations/credit-bureau/adapter.ts';
import { localFaceCheck } from './integrations/face/local.ts';
import { faceStandIn } from './integrations/face/stand-in.ts';
import { hrSystemAdapter } from './integrations/hr-system/adapter.ts';
import { failedDelivery } from './integrations/mail/delivery-report.rules.ts';
import { mailAdapter } from './integrations/mail/adapter.ts';
import { observe } from './integrations/observe.ts';
import { localIdCardReader } from './integrations/ocr/adapter.ts';
import { simulatorsClock } from './integrations/sandbox-clock/adapter.ts';
import { smsGatewayAdapter } from './integrations/sms-gateway/adapter.ts';
import { timeStampAdapter } from './integrations/time-stamp/adapter.ts';
import { clamdScanner } from './integrations/virus-scan/adapter.ts';
import { byTheClock, HOURS } from './by-the-clock.ts';
import { PAPER_TEMPLATES } from './lending/contract/index.ts';
import { backTestWorkers } from './lending/decision/index.ts';
import { dayEndJobs } from './lending/day-end.ts';
import { beginWhenDue } from './lending/day-end/index.ts';
import { lifecycle } from './lending/lifecycle.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { transactions } from './platform/context.ts';
import { endOf, readCertificates } from './platform/crypto/certificates.ts';
import { passwordEnvelope } from './platform/crypto/envelope.ts';
import { passwordHasher } from './platform/crypto/passwords.ts';
import { watchKeys } from './platform/crypto/key-ring.ts';
import { openMasterKey } from './platform/crypto/open-master-key.ts';
import { vaultWithKeys } from './platform/crypto/open-vault.ts';
import { answers, database, pool, type Db } from './platform/db/connect.ts';
import { createJobs, type Jobs } from './platform/jobs/jobs.ts';
import { createLog, type Log } from './platform/telemetry/log.ts';
import { createMetrics, type Metrics } from './platform/telemetry/metrics.ts';
import { createPades, openSeal, openSm2Seal, type SigningKey } from './platform/pades/index.ts';
import { createTableFiles } from './platform/table-files/index.ts';
import { createTypesetter } from './platform/typeset/index.ts';
import { createWebServer } from './platform/web/server.ts';

/** The built pages of the H5 and of the console, served from the same origin as the API. */
const PAGES = join(import.meta.dirname, '..', '..', 'web', 'h5', 'dist');
const CONSOLE_PAGES = join(import.meta.dirname, '..', '..', 'web', 'console', 'dist');

/** Files under assets/ are named by their content: a browser may keep them for ever. */
const PAGES_SERVED: FastifyStaticOptions = {
  root: PAGES,
  wildcard: false,
  index: false,
  preCompressed: true,
  globIgnore: [`${LANDING}*`],
  cacheControl: false,
  setHeaders: (reply, path) =>
    void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
};

type Observed = <Port extends object>(system: string, port: Port) => Port;

/** The bank's other systems, each behind its port. */
const systems = (at: Config['outside'], observed: Observed) => ({
  coreBanking: observed('core-banking', coreBankingAdapter(at.coreBanking)),
  hrSystem: observed('hr-system', hrSystemAdapter(at.hrSystem)),
  citizenRegistry: observed('citizen-registry', citizenRegistryAdapter(at.citizenRegistry)),
  creditBureau: observed('credit-bureau', creditBureauAdapter(at.creditBureau)),
  bigData: observed('big-data', bigDataAdapter(at.bigData)),
  smsGateway: observed('sms-gateway', smsGatewayAdapter(at.smsGateway)),
  cardNetwork: observed('card-network', cardNetworkAdapter(at.cardNetwork)),
  certificateAuthority: observed('certificate-authority', certificateAuthorityAdapter(at.certificateAuthority)),
  timeStampAuthority: observed('time-stamp', timeStampAdapter(at.timeStamp)),
});

/** What an operator watches. */
function addFigures(
  metrics: Metrics,
  { db, jobs, clock, seal }: { db: Db; jobs: Jobs; clock: Clock; seal: SigningKey },
) {
  metrics.figure(
    'miaodai_dead_jobs',
    'Jobs that were given up and wait for a person.',
    async () => (await jobs.deadLetters(1_000)).length,
  );
  metrics.figure('miaodai_open_cases', 'Cases that wait for a person.', () => countOpenCases(db));
  const sealEnds = endOf(seal.chain[0]);
  metrics.figure('miaodai_seal_days_left', "Until the certificate of the bank's seal ends.", () =>
    Promise.resolve(Math.floor(secondsBetween(clock.now(), sealEnds) / 86_400)),
  );
}

function servePages(app: FastifyInstance, db: Db, environment: Config['environment']): void {
  void app.register(fastifyStatic, PAGES_SERVED);
  showLanding(app, PAGES, db);
  handleStrays(app, PAGES, serveConsole(app, { ...PAGES_SERVED, root: CONSOLE_PAGES, environment }));
}

const openSeals = async (config: Config) => ({
  seal: await openSeal(config.seal),
  sm2Seal: config.sm2KeyFile === undefined ? undefined : await openSm2Seal(config.sm2KeyFile),
  trustedRoots: readCertificates(config.trustedRootsFile),
});

/** Threads for what would hold everybody up. What staff try out is set apart from the contracts that are signed. */
const workers = () => ({
  pades: createPades(),
  backTests: backTestWorkers(),
  typesetter: createTypesetter({ templates: PAPER_TEMPLATES }),
  previews: createTypesetter({ templates: PAPER_TEMPLATES, maxWaiting: 8 }),
  downloads: createTypesetter({ templates: PAPER_TEMPLATES, maxWaiting: 60 }),
  tableFiles: createTableFiles(),
});

/** In a sandbox, days that the calendar has not reached are the simulators' days as well; once it has, they go by the calendar again. */
function outsideDays({ sandboxClock: at }: Config, clock: Clock) {
  if (at === undefined) return undefined;
  const simulators = simulatorsClock(at);
  return async (day: BusinessDate): Promise<void> => {
    await simulators.setDay(day > dayInShanghai(clock.now()) ? day : null);
  };
}

/** What sets, signs and writes files: once nobody asks any more. */
async function stopThreads(
  needs: Pick<ReturnType<typeof workers>, 'typesetter' | 'previews' | 'downloads' | 'tableFiles' | 'pades'>,
) {
  await Promise.all([
    ...[needs.typesetter.stop(), needs.previews.stop()],
    ...[needs.downloads.stop(), needs.tableFiles.stop()],
  ]);
  await needs.pades.stop();
}

type Work = Parameters<typeof lifecycle>[0] &
  Parameters<typeof dayEndJobs>[0] &
  Parameters<typeof customerLifecycle>[0] &
  Parameters<typeof byTheClock>[0];

/** Takes up the work in the queue, that of the clock, and the days that were missed while nothing ran. */
async function begin(jobs: ReturnType<typeof createJobs>, needs: Work): Promise<void> {
  await jobs.start({ ...lifecycle(needs), ...dayEndJobs(needs), ...customerLifecycle(needs), ...byTheClock(needs) });
  for (const [queue, hour] of Object.entries(HOURS)) await jobs.cron(queue, hour);
  await beginWhenDue(needs.inTx);
}

/** The one place where ports meet adapters. Starts nothing: `start` and `stop` do. */
export async function wire(
  config: Config,
  { clock = systemClock, log = createLog(config.logLevel) }: { clock?: Clock; log?: Log } = {},
) {
  // First, so that a seal that does not open leaves nothing open behind it.
  const signing = await openSeals(config);
  const metrics = createMetrics();
  const connections = pool(config.databaseUrl, { max: config.databaseConnections });
  const db = database(connections);
  const jobs = createJobs({ databaseUrl: config.databaseUrl, log, metrics });
  const inTx = transactions({ db, clock, jobs, today });
  const { vault, ring } = vaultWithKeys({ db, master: openMasterKey(config.masterKey), classOf });
  const observed = <Port extends object>(system: string, port: Port) => observe(system, port, metrics.outsideSeconds);
  const onFailure = (error: unknown) => log.error({ err: error }, 'a face check failed');
  const localFace = config.faceEngine === 'local' ? localFaceCheck({ onFailure }) : undefined;
  const idCards = localIdCardReader(config.idCardReader);
  const outside = {
    ...systems(config.outside, observed),
    idCardReader: observed('id-card-reader', idCards.reader),
    faceCheck: localFace ?? faceStandIn(),
    mail: observed('mail', mailAdapter(config.mail)),
    virusScanner: observed('virus-scan', clamdScanner(config.virusScan.address, config.virusScan.deadlineMs)),
  };
  const needs = {
    ...{ db, inTx, jobs, clock, vault, ...outside, ...signing },
    ...workers(),
    portraitOf: (customerId: CustomerId) => portraitOf(db, vault, customerId),
    hasher: passwordHasher(() => vault.derive('password-pepper')),
    envelope: passwordEnvelope(vault),
    secureCookies: config.behindTlsProxy,
    moveOutside: outsideDays(config, clock),
    // Longer than a mail may take, so that two nodes never send one together.
    mailLeaseSeconds: Math.ceil(config.mail.deadlineMs / 1_000) + 10,
  };

  addFigures(metrics, needs);
  const ready = () => answers(db);
  const app = createWebServer({ log, metrics, behindTlsProxy: config.behindTlsProxy, ready });
  servePages(app, db, config.environment);
  void app.register(async (scope) => openCustomerDoor(scope, needs));
  void app.register(async (scope) => openConsoleDoor(scope, needs));
  if (config.mail.reportSecretFile !== undefined)
    takeDeliveryReports(app, { ...needs, readReport: failedDelivery }, config.mail.reportSecretFile);

  const keys = watchKeys(ring, (error) => log.error({ err: error }, 'keys could not be read'));

  async function start(): Promise<{ url: string }> {
    await keys.start();
    await openDayByClock(db, clock);
    await begin(jobs, { ...needs, log });
    return { url: await app.listen({ host: config.host, port: config.port }) };
  }

  /** Answers what has been asked, finishes what is at work, then lets go of the database. */
  async function stop(): Promise<void> {
    await app.close();
    await idCards.stop();
    await localFace?.stop();
    await needs.backTests.stop();
    await jobs.stop();
    await stopThreads(needs);
    keys.stop();
    await db.destroy();
  }

  return { app, start, stop, log, needs, ring };
}
