import type { gateOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const gateRoutes = (_: Needs): Handlers<typeof gateOperations> => ({
  readGates: async () => refuse('outside-system-silent'),
});
