import type { BusinessDate } from '@miaodai/values';
import { readText } from '../../bank/content/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { declineReasonsFrom, paperKindsFrom, type DeclineReason, type PaperKind } from './review.rules.ts';

/** What papers there are, as the bank has them in its content today. */
export const paperKinds = async (tx: Tx | Db, on: BusinessDate): Promise<PaperKind[]> =>
  paperKindsFrom(await readText(tx, 'paper-kinds', on));

/** Why an officer may decline. */
export const declineReasons = async (tx: Tx | Db, on: BusinessDate): Promise<DeclineReason[]> =>
  declineReasonsFrom(await readText(tx, 'officer-decline-reasons', on));
