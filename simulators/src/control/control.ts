import Fastify, { type FastifyInstance } from 'fastify';
import type { CallLog } from '../call-log.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { FaultScript } from '../faults.ts';
import type { Service } from '../service.ts';
import type { System } from '../systems.ts';
import { addControlApi } from './api.ts';
import { addPages } from './pages.ts';

export type World = {
  db: Db;
  clock: Clock;
  script: FaultScript;
  log: CallLog;
  services: Service[];
  urls: Record<System, string>;
};

/** The testers' side: one page for people, JSON for tests and seeds. */
export function buildControl(world: World): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  // A page on another site must not reach this port through a tester's browser, by a form or by a name that resolves here.
  app.addHook('onRequest', async (request, reply) => {
    const { host = '', origin } = request.headers;
    const ours = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
    if (!ours || (origin !== undefined && origin !== `http://${host}`)) {
      return reply.code(403).send({ error: 'only from this machine' });
    }
    return undefined;
  });
  app.setErrorHandler((error: { statusCode?: number; message?: string }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ error: error.message ?? 'failed' }),
  );
  addControlApi(app, world);
  addPages(app, world);
  return app;
}
