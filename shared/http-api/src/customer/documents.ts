import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { daySchema, hashSchema } from '../schemas.ts';

const customer = { who: 'customer' } as const;
const write = { ...customer, kind: 'write' } as const;

const sideSchema = z.enum(['front', 'back']);
/** Of both sides: what an identity card says. */
export const idDocumentFieldSchema = z.enum([
  'name',
  'sex',
  'ethnicity',
  'birthDate',
  'address',
  'idNumber',
  'issuer',
  'validFrom',
  'validTo',
]);

/** As they were read, or as the customer has set them right; '' where nothing could be read. */
const frontFieldsSchema = z.object({
  name: z.string(),
  sex: z.enum(['male', 'female', '']),
  ethnicity: z.string(),
  /** YYYY-MM-DD */
  birthDate: z.string(),
  address: z.string(),
  idNumber: z.string(),
});
const backFieldsSchema = z.object({
  issuer: z.string(),
  /** YYYY-MM-DD */
  validFrom: z.string(),
  /** YYYY-MM-DD, or 长期 */
  validTo: z.string(),
});

export const idDocumentSideSchema = z
  .object({
    side: sideSchema,
    quality: z.object({
      /** False: nothing was kept, take the picture again. */
      ok: z.boolean(),
      /** What to do better, in the customer's words; may be there where the picture was good enough, too. */
      hints: z.array(z.string()),
    }),
    fields: z.union([frontFieldsSchema, backFieldsSchema]),
    /** 0 to 1 for each field. */
    confidence: z.record(z.string(), z.number()),
    /** Which of the fields the customer may change; for any other the picture is taken again. */
    editable: z.array(idDocumentFieldSchema),
  })
  .meta({ id: 'IdDocumentSide' });

export const idDocumentSchema = z
  .object({
    /** Since the customer's identity is established by it. */
    confirmed: z.boolean(),
    /** While it waits to be confirmed: what was read of each side. */
    front: idDocumentSideSchema.nullable(),
    back: idDocumentSideSchema.nullable(),
    /** Once it is confirmed: name, number and address masked. */
    shown: z
      .object({
        ...frontFieldsSchema.shape,
        ...backFieldsSchema.shape,
        /** Those that the customer has set right by hand. */
        edited: z.array(idDocumentFieldSchema),
      })
      .nullable(),
    /** The last day of the confirmed one; null where it is good for ever or there is none. */
    expiresOn: daySchema.nullable(),
    expired: z.boolean(),
  })
  .meta({ id: 'IdDocument' });

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 年-月-日，例如 2026-01-31');
const words = (label: string, most: number) =>
  z
    .string()
    .trim()
    .min(1, `请填写${label}`)
    .max(most, `${label}最多 ${most} 个字`)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), `${label}含有不能识别的字符`);

export const documentOperations = defineOperations({
  uploadIdDocument: {
    ...write,
    method: 'PUT',
    path: '/api/customer/id-documents/{side}',
    summary: 'A picture of one side of the identity card: what can be read of it. Taken again as often as it needs.',
    params: z.object({ side: sideSchema }),
    body: z.strictObject({
      /** JPEG or PNG as base64, at most 1.5 MB of picture. */
      image: z
        .string()
        .min(1_000, '请重新拍摄身份证照片')
        .max(2_000_000, '照片过大，请重新拍摄')
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, '照片格式不正确，请重新拍摄'),
    }),
    bodyLimitBytes: 2_100_000,
    success: [200, idDocumentSideSchema],
    refusals: ['invalid-input', 'too-many-requests', 'outside-system-silent', 'overloaded'],
  },
  readIdDocument: {
    ...customer,
    kind: 'read',
    method: 'GET',
    path: '/api/customer/id-documents',
    summary: 'The customer’s identity card: what waits to be confirmed, or what was, masked.',
    success: [200, idDocumentSchema],
    refusals: [],
  },
  confirmIdDocument: {
    ...write,
    method: 'POST',
    path: '/api/customer/id-documents/confirmation',
    summary:
      'Confirm what was read, with the consent (agreement kind id-document). The citizen registry is asked; from then on the customer is known.',
    body: z.strictObject({
      fields: z.strictObject({
        name: words('姓名', 30),
        sex: z.enum(['male', 'female'], { error: '请选择性别' }),
        ethnicity: words('民族', 10),
        birthDate: day,
        address: words('住址', 100),
        idNumber: z
          .string()
          .trim()
          .toUpperCase()
          .regex(/^\d{17}[\dX]$/, '请输入 18 位身份证号'),
        issuer: words('签发机关', 50),
        validFrom: day,
        validTo: z.union([day, z.literal('长期')], { error: '请填写有效期止，例如 2036-01-31 或 长期' }),
      }),
      consent: z.strictObject({ version: z.string(), textHash: hashSchema }),
    }),
    success: [200, idDocumentSchema],
    refusals: [
      'id-document-incomplete',
      'id-document-expired',
      'too-young',
      'identity-mismatch',
      'id-number-taken',
      'agreement-outdated',
      'draft-changed',
      'too-many-requests',
      'outside-system-silent',
      'invalid-input',
    ],
  },
});
