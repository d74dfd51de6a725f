import type { textOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const nothing = async () => refuse('not-found' as const);

export const textRoutes = (_: Needs): Handlers<typeof textOperations, StaffCaller> => ({
  listTexts: async () => refuse('right-missing'),
  readTextVersions: nothing,
  draftText: { within: nothing },
  submitText: { within: nothing },
  withdrawText: { within: nothing },
  publishText: { within: nothing },
  returnText: { within: nothing },
});
