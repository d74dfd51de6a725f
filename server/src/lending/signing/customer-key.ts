import { generateKeyPairSync } from 'node:crypto';
import type { CustomerKey } from './signing.rules.ts';

/** A key of this signing's own. TODO(D, within the hour): the request for its certificate comes with platform/pades. */
export const newCustomerKey = (_name: string): Promise<CustomerKey> =>
  Promise.resolve({
    pkcs8: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' }),
    csr: Buffer.from('none yet'),
  });
