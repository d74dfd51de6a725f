import type { documentOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const documentRoutes = (_: Needs): Handlers<typeof documentOperations> => ({
  uploadIdDocument: { within: async () => refuse('outside-system-silent') },
  readIdDocument: async () =>
    ok({ confirmed: false, front: null, back: null, shown: null, expiresOn: null, expired: false }),
  confirmIdDocument: { within: async () => refuse('id-document-incomplete') },
});
