import type { transferOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const transferRoutes = (_needs: Needs): Handlers<typeof transferOperations> => ({
  readTransferTerms: async () => refuse('card-not-bound'),
  requestTransferCode: { within: async () => refuse('card-not-bound') },
  startTransfer: { within: async () => refuse('card-not-bound') },
  readTransfer: async () => refuse('not-found'),
  listTransfers: async () => refuse('not-found'),
  listMovements: async () => refuse('account-not-ready'),
});
