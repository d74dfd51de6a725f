import { v7 as uuid } from 'uuid';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { insertLeg } from './deposit-repayments.store.ts';
import { legNoOf, type DepositRepayment, type DepositStep } from './deposit.rules.ts';
import { requestNoOf } from './repayment.rules.ts';

/** By this the calls of legs are told from every other call to the core. */
const LEG_OPERATION = 'deposit-repayment';

/** The next step, with the call to come: both commit with what called for them. runDepositLeg follows. */
export async function beginDepositLeg(
  { tx, now, emit }: Context,
  vault: Vault,
  { id, depositNo, loanNo }: Pick<DepositRepayment, 'id' | 'depositNo' | 'loanNo'>,
  step: DepositStep,
  afterSeconds?: number,
): Promise<void> {
  const legId = uuid();
  const requestNo = step === 'pay' ? requestNoOf(id) : legNoOf(legId);
  emit('deposit-repayment.leg-begun', id, afterSeconds === undefined ? {} : { afterSeconds });
  await together([
    insertLeg(tx, { id: legId, repaymentId: id, step, requestNo, state: 'open' }, now),
    intendCall(tx, {
      ...{ requestNo, system: 'core-banking', operation: LEG_OPERATION, subject: id },
      requestHash: vault.index('deposit', `${step}:${depositNo}:${loanNo}`).toString('hex'),
    }),
  ]);
}
