import '@fastify/static';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '@miaodai/values';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { codeOf } from '../platform/db/together.ts';
import { isConsolePath, type ConsolePage } from './console-pages.ts';
import { sendProblem, type Refusal } from './problem.ts';

/** What fits no operation, and what went wrong: a front end's own pages for a browser, problem details for everyone else. */
export function handleStrays(app: FastifyInstance, pages: string, consolePage?: ConsolePage): void {
  const built = existsSync(join(pages, 'index.html'));
  app.setNotFoundHandler((request, reply) => {
    // A front end knows its own paths, and says so where there is no such page.
    if (consolePage && isConsolePath(request.url) && isPage(request)) return consolePage(reply);
    if (built && isPage(request)) {
      return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    }
    return sendProblem(request, reply, refuse('not-found'));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalFor(error);
    if (refusal.refusal === 'internal-error') request.log.error({ err: error }, 'a request failed');
    return sendProblem(request, reply, refusal);
  });
}

const isPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !/^\/api(\/|\?|$)/i.test(request.url) &&
  !/\.\w+(\?|$)/.test(request.url) &&
  /html|\*\/\*/.test(request.headers.accept ?? '*/*');

const BY_CODE: Readonly<Record<string, Refusal>> = {
  // A path that cannot be read, or is longer than any of ours.
  FST_ERR_BAD_URL: refuse('not-found'),
  FST_ERR_MAX_PARAM_LENGTH: refuse('not-found'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('unsupported-media-type'),
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('payload-too-large'),
  FST_ERR_CTP_EMPTY_JSON_BODY: refuse('invalid-input'),
  FST_ERR_CTP_INVALID_JSON_BODY: refuse('invalid-input'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refuse('invalid-input'),
  // The database is not there, shuts down, or has no connection left: it will be better soon.
  ECONNREFUSED: refuse('overloaded'),
  ECONNRESET: refuse('overloaded'),
  '57P01': refuse('overloaded'),
  '57P03': refuse('overloaded'),
  '53300': refuse('overloaded'),
  // So many wait for a worker already.
  OVERLOADED: refuse('overloaded'),
};

function refusalFor(error: FastifyError): Refusal {
  const known = BY_CODE[codeOf(error)];
  if (known) return known;
  if (error.message.includes('timeout exceeded when trying to connect')) return refuse('overloaded');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return refuse('invalid-input');
  return refuse('internal-error');
}
