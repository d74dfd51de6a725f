import type { Handler } from '../platform/jobs/jobs.ts';
import { sendAccountRequest } from './account/index.ts';
import { runLeg } from './transfers/index.ts';

type Needs = Parameters<typeof sendAccountRequest>[0] & Parameters<typeof runLeg>[0];

// What follows what in a customer's affairs that are no loan. Each right-hand side runs as one job.
export const customerLifecycle = (needs: Needs): Record<string, Handler> => ({
  'account.requested': (job) => sendAccountRequest(needs, job),
  'transfer.leg-begun': (job) => runLeg(needs, job),
});

/** Whose open calls bring which work back, by system and operation. */
export const CUSTOMER_CALLS: Readonly<Record<string, string>> = {
  'core-banking/account': 'account.requested',
  'core-banking/customer-transfer': 'transfer.leg-begun',
  'card-network/customer-transfer': 'transfer.leg-begun',
};
