import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema } from '../schemas.ts';

const directionSchema = z.enum(['in', 'out']);

export const transferSchema = z
  .object({
    transferId: idSchema,
    /** in: from the bound card to the electronic account; out: the other way. */
    direction: directionSchema,
    amountFen: bookedFenSchema,
    /**
     * requested and sent are both 处理中: not yet known, never failure. returning is 退回处理中: the one side has paid, the other has
     * refused, and the money is on its way back. refused: nothing is moved, or all of it is back where it was.
     */
    state: z.enum(['requested', 'sent', 'returning', 'done', 'refused']),
    /** In the customer’s words, where returning or refused. */
    reason: z.string().nullable(),
    /** Masked. */
    cardNo: z.string(),
    bankName: z.string(),
    /** Masked electronic account number. */
    accountNo: z.string(),
    /** The core’s serial number, for the receipt; once done. */
    serialNo: z.string().nullable(),
    requestedAt: instantSchema,
    settledAt: instantSchema.nullable(),
    /** The account’s balance now, where the core has said it: with the answer to readTransfer, once the outcome is known. */
    balanceFen: bookedFenSchema.nullable(),
  })
  .meta({ id: 'Transfer' });

/** What stands between this customer and a transfer in that direction: nothing where `ok`. */
const directionTermsSchema = z.object({
  ok: z.boolean(),
  /** In the customer’s words, where not ok. */
  reason: z.string().nullable(),
  minFen: bookedFenSchema,
  /** The most that one transfer may move now: limit for one, what is left of today, and for `out` the available balance. */
  maxFen: bookedFenSchema,
  leftTodayFen: bookedFenSchema,
  /** From this amount on (that is: above it) an SMS code is asked for. */
  smsAboveFen: bookedFenSchema,
  /** When the money arrives, in words. */
  arrival: z.string(),
});

export const transferTermsSchema = z
  .object({
    accountNo: z.string(),
    balanceFen: bookedFenSchema,
    availableFen: bookedFenSchema,
    card: z.object({ bankName: z.string(), cardNo: z.string() }),
    in: directionTermsSchema,
    out: directionTermsSchema,
  })
  .meta({ id: 'TransferTerms' });

export const movementSchema = z
  .object({
    serialNo: z.string(),
    bookedOn: daySchema,
    /** in: came to the account; out: left it. */
    direction: directionSchema,
    amountFen: bookedFenSchema,
    /** After this movement. */
    balanceFen: bookedFenSchema,
    /** What it is called, in our words. */
    title: z.string(),
    /** Masked account of the other side; empty where that is the bank itself. */
    otherAccountNo: z.string(),
  })
  .meta({ id: 'Movement' });

const smsCodeSchema = z.string().regex(/^\d{6}$/, '请输入 6 位短信验证码');
/** A compact JWE of nonce and password (readPasswordEnvelope). */
const sealedPasswordSchema = z.string().min(1).max(4_000);
const waitSchema = z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() });

export const transferOperations = defineOperations({
  readTransferTerms: {
    method: 'GET',
    path: '/api/customer/transfers/terms',
    summary: 'State, balance and limits as the core and the bank have them now: read before the page opens.',
    who: 'customer',
    kind: 'read',
    success: [200, transferTermsSchema],
    refusals: ['account-not-ready', 'card-not-bound', 'outside-system-silent'],
  },
  requestTransferCode: {
    method: 'POST',
    path: '/api/customer/transfers/codes',
    summary: 'An SMS code for one transfer of this direction and amount; asked for above an amount that the bank sets.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ direction: directionSchema, amountFen: fenSchema }),
    success: [
      201,
      z.object({ sentTo: z.string(), resendAt: instantSchema, expiresAt: instantSchema, now: instantSchema }),
    ],
    refusals: ['too-many-requests'],
  },
  startTransfer: {
    method: 'POST',
    path: '/api/customer/transfers',
    summary:
      'Move money between the bound card and the electronic account. Read the transfer with waitMs for its outcome.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      direction: directionSchema,
      amountFen: fenSchema,
      transactionPassword: sealedPasswordSchema,
      smsCode: smsCodeSchema.optional(),
    }),
    success: [202, transferSchema],
    refusals: [
      'account-not-ready',
      'card-not-bound',
      'card-changed-recently',
      'transfer-below-minimum',
      'transfer-above-limit',
      'transfer-above-daily-limit',
      'balance-insufficient',
      'sms-code-needed',
      'sms-code-wrong',
      'sms-code-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
  readTransfer: {
    method: 'GET',
    path: '/api/customer/transfers/{transferId}',
    summary: 'One transfer. With waitMs the answer waits up to so long while the outcome is open.',
    who: 'customer',
    kind: 'read',
    params: z.object({ transferId: idSchema }),
    query: waitSchema,
    success: [200, transferSchema],
    refusals: ['not-found'],
  },
  listTransfers: {
    method: 'GET',
    path: '/api/customer/transfers',
    summary: 'My transfers, newest first, at most 100.',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ transfers: z.array(transferSchema) })],
    refusals: [],
  },
  listMovements: {
    method: 'GET',
    path: '/api/customer/account/movements',
    summary:
      'What came to the electronic account and left it, newest first: a month up to today unless told, at most a year.',
    who: 'customer',
    kind: 'read',
    query: z.object({
      from: daySchema.optional(),
      to: daySchema.optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
    }),
    success: [
      200,
      z.object({
        from: daySchema,
        to: daySchema,
        page: z.number().int(),
        /** 0 where there is nothing. */
        pages: z.number().int(),
        total: z.number().int(),
        movements: z.array(movementSchema),
      }),
    ],
    refusals: ['account-not-ready', 'outside-system-silent'],
  },
});
