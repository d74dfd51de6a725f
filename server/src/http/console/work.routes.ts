import type { workOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';

export const workRoutes = (): Handlers<typeof workOperations, StaffCaller> => ({
  listWork: async () => refuse('not-found'),
});
