import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { bigData } from './big-data.ts';
import { openCallLog } from './call-log.ts';
import { cardNetwork } from './card-network/service.ts';
import { openAuthority, type Authority } from './certificate-authority/authority.ts';
import { certificateAuthority } from './certificate-authority/service.ts';
import { citizenRegistry } from './citizen-registry.ts';
import { openClock } from './clock.ts';
import { buildControl } from './control/control.ts';
import { seedWorld } from './control/world.ts';
import { coreBanking } from './core-banking/service.ts';
import { creditBureau } from './credit-bureau.ts';
import { openDb } from './db.ts';
import { openFaultScript } from './faults.ts';
import { hrSystem } from './hr-system.ts';
import { mailUrl } from './mail/address.ts';
import { startMailServer, type MailServer } from './mail/server.ts';
import { buildService, type Service } from './service.ts';
import { smsGateway } from './sms-gateway.ts';
import { SYSTEMS, type System } from './systems.ts';
import { timeStamp } from './time-stamp/service.ts';

/**
 * The bank's other systems, as the product sees them: each its own HTTP service with its own tables, steered by the digits
 * of its input and by a fault script. Nothing here knows our code; everything is written from docs/integrations.
 */
export type SimulatorOptions = {
  databaseUrl: string;
  host?: string;
  /** The testers' page gets this port, the systems the next ones in the order of SYSTEMS, and mail the last; 0 takes any that are free. */
  basePort?: number;
  /** How late an account or card ending in 6 is answered: longer than a caller waits. */
  lateMs?: number;
  /** Where the CA's keys are kept for several databases; without it each makes its own. */
  authorityFile?: string | undefined;
};
export type Simulators = {
  urls: Record<System | 'mail', string>;
  controlUrl: string;
  ports: Record<System | 'mail' | 'control', number>;
  close: () => Promise<void>;
};

export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const { databaseUrl, host = '127.0.0.1', basePort = 0, lateMs = 8000, authorityFile } = options;
  const db = await openDb(databaseUrl);
  const closing = new AbortController();
  const apps: FastifyInstance[] = [];
  let mail: MailServer | undefined;
  const close = async () => {
    closing.abort();
    await Promise.all([...apps.map((app) => app.close()), mail?.close()]);
    await log.settled();
    await db.close();
  };
  const [clock, script, log] = [await openClock(db), await openFaultScript(db), openCallLog(db)];
  try {
    await seedWorld(db);
    const authority = await openAuthority(db, authorityFile);
    const around = { script, log, waiting: { wait: waitUntil(closing.signal), closing: closing.signal } };
    const services = buildServices(authority);
    const ports: Record<string, number> = {};
    for (const [i, service] of services.entries()) {
      const app = buildService(service, around);
      apps.push(app);
      ports[service.system] = await listen(app, host, basePort === 0 ? 0 : basePort + 1 + i);
    }
    const addresses = ports as Record<System, number>;
    const mailPort = basePort === 0 ? 0 : basePort + 1 + services.length;
    mail = await startMailServer({ db, lateMs, wait: around.waiting.wait }, host, mailPort);
    const urls = Object.fromEntries(SYSTEMS.map((system) => [system, `http://${host}:${addresses[system]}`])) as Record<
      System,
      string
    >;
    const control = buildControl({ db, clock, script, log, services, urls });
    apps.push(control);
    // Whoever reaches this page rules the simulators and reads their texts, so it stays on this machine whatever `host` says.
    const controlPort = await listen(control, '127.0.0.1', basePort);
    return {
      urls: { ...urls, mail: mailUrl(mail.port) },
      controlUrl: `http://127.0.0.1:${controlPort}`,
      ports: { control: controlPort, ...addresses, mail: mail.port },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  function buildServices(authority: Authority): Service[] {
    return [
      coreBanking(db, clock, lateMs),
      hrSystem(db, clock),
      citizenRegistry(db),
      creditBureau(db),
      bigData(db),
      smsGateway(db),
      cardNetwork(db, clock, lateMs),
      certificateAuthority(db, authority, lateMs),
      timeStamp(db, authority),
    ];
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  await app.listen({ host, port });
  return (app.server.address() as AddressInfo).port;
}

const waitUntil = (closing: AbortSignal) => (ms: number) =>
  new Promise<void>((resolve) => {
    if (closing.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      closing.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    closing.addEventListener('abort', finish);
  });
