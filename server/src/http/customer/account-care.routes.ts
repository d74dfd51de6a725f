import type { accountCareOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

const notYet = { within: async () => refuse('account-not-ready') };

export const accountCareRoutes = (_needs: Needs): Handlers<typeof accountCareOperations> => ({
  requestAccountCode: notYet,
  reportLoss: notYet,
  releaseLoss: notYet,
  requestFreeze: notYet,
  requestUnfreeze: notYet,
  readAccountChange: async () => refuse('not-found'),
  readBoundCard: async () => refuse('account-not-ready'),
  rebindCard: notYet,
  unbindCard: notYet,
});
