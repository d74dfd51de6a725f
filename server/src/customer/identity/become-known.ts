import { ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import {
  findCustomerByIdNumber,
  findCustomerByMobile,
  lockClaim,
  readContact,
  writeMobile,
  writePerson,
} from './customers.store.ts';

/**
 * From now on the bank knows who this is. Whoever is known stays who they are: another name or number is a mismatch; and one person is
 * one customer.
 */
export async function makeKnown(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  person: { name: string; idNumber: string },
): Promise<Result<void, 'id-number-taken' | 'identity-mismatch'>> {
  await lockClaim(tx, vault, 'id-number', person.idNumber);
  const known = await readContact(tx, vault, customerId);
  if (known.idNumber !== undefined) {
    return known.idNumber === person.idNumber && known.name === person.name
      ? ok(undefined)
      : refuse('identity-mismatch');
  }
  if (await findCustomerByIdNumber(tx, vault, person.idNumber)) return refuse('id-number-taken');
  await writePerson(tx, vault, customerId, person);
  return ok(undefined);
}

/** Another number, unless it is somebody's. @returns the number until now. */
export async function moveToMobile(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  mobile: string,
): Promise<Result<string, 'mobile-taken'>> {
  await lockClaim(tx, vault, 'mobile', mobile);
  if (await findCustomerByMobile(tx, vault, mobile)) return refuse('mobile-taken');
  const { mobile: before } = await readContact(tx, vault, customerId);
  await writeMobile(tx, vault, customerId, mobile);
  return ok(before);
}
