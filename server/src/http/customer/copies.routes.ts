import type { copyOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const copyRoutes = (_needs: Needs): Handlers<typeof copyOperations> => ({
  listContractCopies: () => Promise.resolve(refuse('not-found')),
  requestContractCopy: { within: () => Promise.resolve(refuse('not-found')) },
  readUnzipCode: () => Promise.resolve(refuse('not-found')),
});
