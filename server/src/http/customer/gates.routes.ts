import type { gateOperations } from '@miaodai/http-api';
import { ok } from '@miaodai/values';
import { GOALS } from '../../customer/account/index.ts';
import type { Handlers } from '../door.ts';
import { gatesBefore } from './gates.ts';
import type { Needs } from './needs.ts';

export const gateRoutes = (needs: Needs): Handlers<typeof gateOperations> => ({
  readGates: async ({ query }, caller) => {
    const gates = await gatesBefore(needs, query.for, caller?.customerId);
    return gates.ok ? ok({ gates: gates.value, next: gates.value[0]?.path ?? GOALS[query.for] }) : gates;
  },
});
