import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refuse } from '@miaodai/values';
import type { FastifyInstance } from 'fastify';
import type { ReadReport } from '../integrations/mail/port.ts';
import { copyIdOf, recordBounce } from '../lending/copies/index.ts';
import { sameBytes } from '../platform/crypto/vault.ts';
import { sendProblem } from './problem.ts';

/** We ask for heads only; some servers send the whole mail back. */
const MOST_BYTES = 1024 * 1024;
const LEAST_SECRET = 32;

type Needs = Parameters<typeof recordBounce>[0] & { readReport: ReadReport };

/**
 * Where the bank's mail server brings what came back to the sender's address, as it came (message/rfc822): docs/integrations/mail. Whoever
 * knows the secret can say that a mail bounced, and nothing else.
 */
export function takeDeliveryReports(app: FastifyInstance, needs: Needs, secretFile: string): void {
  const secret = readFileSync(secretFile, 'utf8').trim();
  if (secret.length < LEAST_SECRET) throw new Error(`MAIL_REPORT_SECRET_FILE holds fewer than ${LEAST_SECRET} letters`);
  const expected = digest(`Bearer ${secret}`);
  void app.register(async (scope) => {
    scope.addContentTypeParser('message/rfc822', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: 'POST',
      url: '/api/mail/delivery-reports',
      config: { operation: 'reportDelivery' },
      bodyLimit: MOST_BYTES,
      // A megabyte is not read of somebody who does not know the secret.
      onRequest: async (request, reply) => {
        if (sameBytes(digest(request.headers.authorization ?? ''), expected)) return undefined;
        reply.header('connection', 'close');
        return sendProblem(request, reply, refuse('not-signed-in'));
      },
      handler: async (request, reply) => {
        const failed = Buffer.isBuffer(request.body) ? needs.readReport(request.body.toString('latin1')) : undefined;
        const copyId = failed && copyIdOf(failed.messageNo);
        if (failed && copyId !== undefined) await recordBounce(needs, copyId, failed.reason);
        // Whatever it was: it was read, and need not come again.
        return reply.code(204).send();
      },
    });
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
