import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { instantSchema } from '../schemas.ts';

export const credentialOperations = defineOperations({
  readPasswordEnvelope: {
    method: 'GET',
    path: '/api/customer/password-envelope',
    summary:
      'A public key and a nonce: the transaction password travels as a compact JWE (ECDH-ES, A256GCM) of {"nonce","password"}.',
    who: 'customer',
    kind: 'read',
    success: [
      200,
      z.object({
        keyId: z.string(),
        publicKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
        /** Good for one try of this customer. */
        nonce: z.string(),
        expiresAt: instantSchema,
      }),
    ],
    refusals: [],
  },
});
