import type { employerOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const nothing = async () => refuse('not-found' as const);

export const employerRoutes = (_: Needs): Handlers<typeof employerOperations, StaffCaller> => ({
  listEmployers: nothing,
  listRosters: async () => refuse('right-missing'),
  rosterTemplate: async () => refuse('right-missing'),
  readRoster: nothing,
  exportRoster: nothing,
  importRoster: { within: nothing },
  submitRoster: { within: nothing },
  publishRoster: { within: nothing },
  returnRoster: { within: nothing },
});
