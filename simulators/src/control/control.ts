import Fastify, { type FastifyInstance } from 'fastify';
import { addControlApi } from './api.ts';
import type { World } from './control-world.ts';
import { addPages } from './pages.ts';

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
