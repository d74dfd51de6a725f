import type { earlyRepaymentOperations } from '@miaodai/http-api';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const notYet = (): never => {
  throw new Error('not built yet');
};

export const earlyRepaymentRoutes = (_needs: Needs): Handlers<typeof earlyRepaymentOperations, StaffCaller> => ({
  listEarlyRepayments: notYet,
  readEarlyRepayment: notYet,
  approveEarlyRepayment: { within: notYet },
  declineEarlyRepayment: { within: notYet },
});
