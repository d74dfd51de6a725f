import { v7 as uuid } from 'uuid';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { requestNoOf, systemOf, type Step, type Transfer } from './transfers.rules.ts';
import { insertLeg } from './transfers.store.ts';

/** By these the calls of legs are told from every other call to the same systems. */
export const LEG_OPERATION = 'customer-transfer';

/** The next movement of a transfer, with the call to come: both commit with what called for them. runLeg follows. */
export async function beginLeg(
  { tx, now, emit }: Context,
  vault: Vault,
  transfer: Transfer,
  step: Step,
  afterSeconds?: number,
): Promise<void> {
  const id = uuid();
  const requestNo = requestNoOf(id);
  const { direction, accountNo, cardNo, amountFen } = transfer;
  emit('transfer.leg-begun', transfer.id, afterSeconds === undefined ? {} : { afterSeconds });
  await together([
    insertLeg(tx, { id, transferId: transfer.id, step, requestNo, state: 'open' }, now),
    intendCall(tx, {
      ...{ requestNo, system: systemOf(direction, step), operation: LEG_OPERATION, subject: transfer.id },
      requestHash: vault.index('transfer', `${direction}:${step}:${accountNo}:${cardNo}:${amountFen}`).toString('hex'),
    }),
  ]);
}
