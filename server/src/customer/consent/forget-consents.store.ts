import type { BusinessDate, CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/** Of a customer who has left, once their time is over: the one way in which a consent is ever deleted. */
export const forgetConsents = async (tx: Tx, customerId: CustomerId, today: BusinessDate): Promise<void> =>
  void (await sql`select consent.forget_of(${customerId}, ${today})`.execute(tx));
