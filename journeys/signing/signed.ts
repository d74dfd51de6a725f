import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Db } from '../../server/src/platform/db/connect.ts';
import type { Borrower, Contract } from '../kit/borrower.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';

type World = { db: Db; controlUrl: string };
type At = { contractId: string | null; applicationId: string };

/** As the page waits, and never told anything but the truth on the way. */
export const untilSigned = (borrower: Borrower, { contractId }: At, deadlineMs = 60_000): Promise<Contract> =>
  until(
    'the signature',
    async () => {
      const contract = await borrower.api.readContract({
        params: { contractId: contractId ?? '' },
        query: { waitMs: 1_000 },
      });
      assert.notEqual(contract.signing?.state, 'refused', 'nothing has refused this signing');
      return contract.signing?.state === 'signed' ? contract : undefined;
    },
    deadlineMs,
  );

/** Page, database, certificate authority and the file itself agree: one contract, signed once, by one certificate. */
export async function assertSignedOnce(world: World, borrower: Borrower, at: At): Promise<void> {
  const params = { contractId: at.contractId ?? '' };
  const { api } = borrower;
  const { state, signing } = await api.readContract({ params, query: {} });
  assert.equal(state, 'agreed');
  const { step } = await api.readApplication({ params: { applicationId: at.applicationId }, query: {} });
  assert.equal(step, 'confirm');

  const rows = await world.db
    .selectFrom('signing.signings')
    .select(['request_no', 'key_cipher'])
    .where('contract_id', '=', params.contractId)
    .where('state', '<>', 'refused')
    .execute();
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.key_cipher, null, 'the key is gone with the signature');
  const issued = await tell<{ serialNo: string }[]>(
    world.controlUrl,
    'GET',
    `/certificates?requestNo=${rows[0]?.request_no}`,
  );
  assert.equal(issued.length, 1, 'one certificate was issued for it');

  // All of them ask from one address, more often than the bank allows.
  await world.db.deleteFrom('platform.rate_limits').execute();
  const file = await api.readContractFile({ params });
  const bytes = Buffer.from(file.base64, 'base64');
  assert.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256);
  assert.equal(signing?.sha256, file.sha256);
  const report = await api.verifyContractFile({ body: { base64: file.base64 } });
  assert.equal(report.verdict, 'valid', report.findings.join(' '));
  assert.equal(report.signatures.length, 2);
  assert.equal(report.signatures[0]?.certificateNo.toLowerCase(), issued[0]?.serialNo.toLowerCase());
  assert.equal(signing.signatures[0]?.certificateNo, report.signatures[0]?.certificateNo);
}
