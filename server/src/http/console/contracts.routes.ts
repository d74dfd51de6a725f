import type { contractConsoleOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

export const contractRoutes = (_needs: Needs): Handlers<typeof contractConsoleOperations, StaffCaller> => ({
  listContracts: () => Promise.resolve(ok({ contracts: [], total: 0 })),
  readContractRecord: () => Promise.resolve(refuse('not-found')),
  readContractPdf: () => Promise.resolve(refuse('not-found')),
  exportEvidence: () => Promise.resolve(refuse('not-found')),
  verifyFile: () => Promise.resolve(refuse('file-refused')),
});
