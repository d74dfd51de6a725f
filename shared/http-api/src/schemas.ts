import { fen, isBusinessDate, yuanDisplay, type BusinessDate, type Fen, type Instant } from '@miaodai/values';
import { z } from 'zod';
import type { ChoiceField, MoneyField, TextField } from './fields.ts';

/** Schemas that several operations share. Money is whole fen, days are 'YYYY-MM-DD', instants ISO text in UTC. */

/** The largest amount that any request may name: a hundred million yuan. Products set far lower limits. */
const MAX_FEN = 100_000_000_00;

export const fenSchema = z
  .number()
  .int()
  .min(0)
  .max(MAX_FEN)
  .transform((n): Fen => fen(n))
  .meta({ description: 'Whole fen (1/100 yuan).' });
/** Amounts in answers: books may hold any safe integer, also negative. */
export const bookedFenSchema = z
  .custom<Fen>((n) => Number.isSafeInteger(n))
  .meta({ type: 'integer', description: 'Whole fen (1/100 yuan).' });
export const ppmSchema = z.number().int().meta({ description: 'Parts per million a year: 3.6 % is 36000.' });
export const daySchema = z
  .custom<BusinessDate>((text) => typeof text === 'string' && isBusinessDate(text))
  .meta({ type: 'string', format: 'date' });
export const instantSchema = z.custom<Instant>(
  (text) => typeof text === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text),
);
export const idSchema = z.uuid();
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 as hex');

export const choiceSchema = <F extends ChoiceField>(field: F) =>
  z.enum(Object.keys(field.options) as [keyof F['options'] & string, ...(keyof F['options'] & string)[]], {
    error: `请选择${field.label}`,
  });
export const textSchema = (field: TextField) =>
  z
    .string({ error: `请填写${field.label}` })
    .trim()
    .refine((text) => [...text].length >= field.min && [...text].length <= field.max, field.hint)
    .refine((text) => !field.pattern || field.pattern.test(text), field.hint)
    // Control characters and halves of characters belong in no name or address.
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), field.hint);
export const moneySchema = (field: MoneyField) =>
  z
    .number({ error: `请填写${field.label}` })
    .int('金额以分为单位，必须是整数')
    .min(field.minFen, `${field.label}不低于 ${yuanDisplay(fen(field.minFen))} 元`)
    .max(field.maxFen, `${field.label}不超过 ${yuanDisplay(fen(field.maxFen))} 元`)
    .transform((n): Fen => fen(n));

/** A text that is read before it is agreed to. */
export const documentSchema = z
  .object({
    kind: z.string(),
    title: z.string(),
    version: z.string(),
    effectiveOn: daySchema,
    /** Paragraphs; one that begins with '# ' is a heading. */
    paragraphs: z.array(z.string()),
    /** SHA-256 of the text, to be sent back with the agreement: proof of what was shown. */
    textHash: hashSchema,
    /** The button stays inactive for so long. */
    readingSeconds: z.number().int(),
    /** And until the end of the text has been in view. */
    mustReachEnd: z.boolean(),
  })
  .meta({ id: 'Document' });

export const scheduleRowSchema = z
  .object({
    no: z.number().int(),
    dueOn: daySchema,
    days: z.number().int(),
    principalFen: bookedFenSchema,
    interestFen: bookedFenSchema,
    totalFen: bookedFenSchema,
    balanceFen: bookedFenSchema,
  })
  .meta({ id: 'ScheduleRow' });
export const repaymentMethodSchema = z.enum(['equal-instalment', 'equal-principal', 'interest-only']);

/** A transaction password, sealed in the page as JWE. */
export const sealedPasswordSchema = z.string().min(1).max(4_000);
