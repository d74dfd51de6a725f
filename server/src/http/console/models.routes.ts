import type { modelOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const nothing = async () => refuse('not-found' as const);

export const modelRoutes = (_: Needs): Handlers<typeof modelOperations, StaffCaller> => ({
  listModels: nothing,
  readModel: nothing,
  draftModel: { within: nothing },
  compareModels: nothing,
  startBackTest: { within: nothing },
  readBackTest: nothing,
  cancelBackTest: { within: nothing },
  submitModel: { within: nothing },
  publishModel: { within: nothing },
  returnModel: { within: nothing },
  rerunDecision: nothing,
});
