import { customerKey } from '../../platform/pades/index.ts';
import type { CustomerKey } from './signing.rules.ts';

/** A key of this signing's own, and what asks for its certificate. */
export async function newCustomerKey(name: string): Promise<CustomerKey> {
  const { pkcs8, csrFor } = await customerKey();
  return { pkcs8, csr: await csrFor(name) };
}
