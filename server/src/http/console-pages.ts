import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PREFIX = '/console/';

/** The console's page for each of its paths, with the name of this environment in it. */
export type ConsolePage = (reply: FastifyReply) => FastifyReply;

/** The built console under /console. Absent where it was not built. */
export function serveConsole(
  app: FastifyInstance,
  { environment, ...served }: FastifyStaticOptions & { root: string; environment: string },
): ConsolePage | undefined {
  const file = join(served.root, 'index.html');
  if (!existsSync(file)) return undefined;
  const html = readFileSync(file, 'utf8').replace('{{environment}}', environment);
  void app.register(fastifyStatic, { ...served, prefix: PREFIX, decorateReply: false, globIgnore: ['index.html*'] });
  return (reply) => {
    // Papers are PDFs too: the browser's own viewer shows them, from memory, in a frame.
    const policy = `${String(reply.getHeader('content-security-policy'))}; frame-src blob:; object-src blob:`;
    return reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(html);
  };
}

export const isConsolePath = (url: string): boolean => /^\/console([/?]|$)/.test(url);
