import type { reviewOperations } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';

const nothing = { within: async () => refuse('not-found') };

export const reviewRoutes = (): Handlers<typeof reviewOperations, StaffCaller> => ({
  readReview: async () => refuse('not-found'),
  revealApplicant: async () => refuse('not-found'),
  readPaper: async () => refuse('not-found'),
  claimReview: nothing,
  releaseReview: nothing,
  approveApplication: nothing,
  declineApplication: nothing,
  askForPapers: nothing,
  uploadReviewPaper: nothing,
  recordOfflineContract: nothing,
  releasePayout: nothing,
});
