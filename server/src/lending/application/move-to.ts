import { assert } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { canMove, statusOf, type Application, type Step } from './application.rules.ts';
import { insertStatus, updateApplication, type Change } from './application.store.ts';

/** Moves a locked application on, with what belongs to the move; the status that the customer sees is kept with its time. */
export async function moveTo(
  { tx, now, emit }: Context,
  vault: Vault,
  application: Application,
  step: Step,
  change: Omit<Change, 'step'> = {},
): Promise<void> {
  assert(canMove(application.step, step), `application ${application.no} may go from ${application.step} to ${step}`);
  const status = statusOf(step);
  // The customer's progress begins with the passed face check (APP-7).
  const begins = application.step === 'face-check' && step === 'identity';
  const changes = begins || statusOf(application.step) !== status;
  // An officer's review is opened, whichever way it has come there.
  if (step === 'officer') emit('application.referred', application.id);
  await together([
    updateApplication(tx, vault, application.id, { ...change, step }, now),
    ...(changes ? [insertStatus(tx, application.id, status, now)] : []),
  ]);
}
