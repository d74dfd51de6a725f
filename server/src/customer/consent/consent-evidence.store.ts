import type { CustomerId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** What goes with a customer's relation to the bank, whatever they apply for. */
const LASTING = ['registration', 'id-document', 'account-agreement', 'card-binding'];

/** What a customer agreed to for one of these subjects, and for being a customer at all, with where from: for whoever must prove it. */
export const consentEvidence = (tx: Tx | Db, customerId: CustomerId, subjects: readonly string[]) =>
  tx
    .selectFrom('consent.consents as c')
    .leftJoin('consent.revocations as r', 'r.consent_id', 'c.consent_id')
    .select(['c.consent_id as consentId', 'c.kind', 'c.subject', 'c.version', 'c.text_hash as textHash'])
    .select(['c.agreed_at as agreedAt', 'c.channel', 'c.device', 'c.ip', 'r.revoked_at as revokedAt'])
    .where('c.customer_id', '=', customerId)
    .where((is) => is.or([is('c.subject', 'in', [...subjects]), is('c.kind', 'in', LASTING)]))
    .orderBy('c.agreed_at')
    .orderBy('c.consent_id')
    .execute();
