import type { verificationOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const verificationRoutes = (_needs: Needs): Handlers<typeof verificationOperations> => ({
  verifyContractFile: () => Promise.resolve(refuse('file-refused')),
});
