import { z } from 'zod';
import { activationFields } from '../fields.ts';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, hashSchema, idSchema, textSchema } from '../schemas.ts';

/** A bank card by its number’s first digits; a credit card (贷记卡) is known and not acceptable. */
const cardInfoSchema = z
  .object({
    bankName: z.string(),
    cardKind: z.enum(['debit', 'credit']),
    /** An account may be bound to it. */
    acceptable: z.boolean(),
  })
  .meta({ id: 'CardInfo' });

export const accountSchema = z
  .object({
    /** Masked electronic account number; null until the core has given one. */
    accountNo: z.string().nullable(),
    /**
     * 'opening' and 'activating' until the core has answered, however long that takes; 'opening-refused' may be tried again;
     * else what the core says.
     */
    state: z.enum([
      'opening',
      'opening-refused',
      'not-active',
      'activating',
      'normal',
      'frozen',
      'credit-only',
      'lost',
      'closed',
    ]),
    /** What a state means and what to do, in words; null where all is in order. */
    explanation: z.string().nullable(),
    /** Name of the account’s holder, masked. */
    holderName: z.string(),
    balanceFen: bookedFenSchema,
    availableFen: bookedFenSchema,
    /** The bound card, masked; null where none is bound. */
    card: z.object({ bankName: z.string(), cardNo: z.string(), mobile: z.string() }).nullable(),
    /** The residence address to begin with at activation: as last known. Only while the account is not active. */
    residenceAddress: z.string().nullable(),
  })
  .meta({ id: 'Account' });

const agreed = z.strictObject({
  kind: z.enum(['account-agreement', 'card-binding']),
  version: z.string().max(32),
  textHash: hashSchema,
});
/** Kind and holder of a card are checked by the server and the network; spaces are taken out by the page. */
const cardNoSchema = z.string().regex(/^\d{16,19}$/, '请输入 16 至 19 位银行卡号');

export const accountOperations = defineOperations({
  readAccount: {
    method: 'GET',
    path: '/api/customer/account',
    summary:
      'The customer’s electronic account with its balance at the core. With waitMs the answer waits up to so long while it is being opened or activated.',
    who: 'customer',
    kind: 'read',
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, accountSchema],
    refusals: ['not-found', 'outside-system-silent'],
  },
  lookUpCard: {
    method: 'GET',
    path: '/api/customer/cards/{bin}',
    summary: 'The bank and kind of a card by the first 6 to 10 digits of its number. Unknown ones are not found.',
    who: 'customer',
    kind: 'read',
    params: z.object({ bin: z.string().regex(/^\d{6,10}$/) }),
    success: [200, cardInfoSchema],
    refusals: ['not-found'],
  },
  openAccount: {
    method: 'POST',
    path: '/api/customer/account',
    summary:
      'Open a class II electronic account and bind an own bank card. Asks for a confirmed ID card, a passed face attempt (open-account) and both agreements. Read the account with waitMs for the outcome.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      cardNo: cardNoSchema,
      /** The mobile number that the card’s bank knows. */
      cardMobile: z.string().regex(/^1[3-9]\d{9}$/, '请输入 11 位手机号'),
      faceAttemptId: idSchema,
      /** One of each kind, agreed to separately. */
      agreements: z.array(agreed).length(2, '请分别阅读并同意两份协议'),
    }),
    success: [202, accountSchema],
    refusals: [
      'id-document-incomplete',
      'id-document-expired',
      'too-young',
      'identity-mismatch',
      'account-exists',
      'agreement-outdated',
      'face-not-matched',
      'card-not-supported',
      'card-elements-mismatch',
      'card-lost',
      'too-many-requests',
      'outside-system-silent',
      'invalid-input',
    ],
  },
  activateAccount: {
    method: 'POST',
    path: '/api/customer/account/activation',
    summary:
      'Activate the account: residence address, new transaction password, SMS code (purpose activate). Asks for a confirmed ID card. Read the account with waitMs for the outcome.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      residenceAddress: textSchema(activationFields.residenceAddress),
      smsCode: z.string().regex(/^\d{6}$/, '请输入 6 位短信验证码'),
      /** The new transaction password; JWE, see readPasswordEnvelope. */
      password: z.string().min(1).max(4096),
    }),
    success: [202, accountSchema],
    refusals: [
      'account-not-ready',
      'id-document-incomplete',
      'id-document-expired',
      'sms-code-wrong',
      'sms-code-expired',
      'password-envelope-expired',
      'weak-password',
      'outside-system-silent',
    ],
  },
});
