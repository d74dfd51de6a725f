import type { repaymentOperations } from '@miaodai/http-api';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

const notYet = (): never => {
  throw new Error('not built yet');
};

export const repaymentRoutes = (_needs: Needs): Handlers<typeof repaymentOperations> => ({
  listOpenNotes: notYet,
  readRepayment: notYet,
  startRepayment: { within: notYet },
  readRepaymentAttempt: notYet,
  quoteEarlyRepayment: { within: notYet },
  startEarlyRepayment: { within: notYet },
  requestEarlyRepayment: { within: notYet },
  listEarlyRequests: notYet,
  cancelEarlyRequest: { within: notYet },
});
