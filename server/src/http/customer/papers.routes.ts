import type { paperOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';

export const paperRoutes = (): Handlers<typeof paperOperations> => ({
  listPapers: async () => refuse('not-found'),
  uploadPaper: { within: async () => refuse('not-found') },
  removePaper: { within: async () => refuse('not-found') },
});
