import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { World } from './control-world.ts';
import { notFound, read } from './input.ts';

/** What the CA has issued, and its revocation: the counter where somebody says that a key is no longer theirs alone. */
export function addCertificates(app: FastifyInstance, { db }: World): void {
  app.get<{ Querystring: { requestNo?: string } }>('/certificates', (request) =>
    db.query(
      `select serial_no as "serialNo", lower(type) as kind, req_sn as "requestNo", coalesce(content->>'userName', content->>'sealName') as name,
              issued_at as "issuedAt", revoked_at as "revokedAt"
       from sim_ca.certificates
       where $1::text is null or req_sn = $1
       order by issued_at desc
       limit 200`,
      [request.query.requestNo ?? null],
    ),
  );
  app.put<{ Params: { serialNo: string } }>('/certificates/:serialNo', async (request) => {
    const { revoked } = read(z.strictObject({ revoked: z.boolean() }), request.body);
    const [changed] = await db.query<{ serialNo: string; revokedAt: Date | null }>(
      `update sim_ca.certificates
       set revoked_at = case when $2 then coalesce(revoked_at, now()) end
       where serial_no = $1
       returning serial_no as "serialNo", revoked_at as "revokedAt"`,
      [request.params.serialNo, revoked],
    );
    if (!changed) throw notFound('no such certificate');
    return changed;
  });
}
