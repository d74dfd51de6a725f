import { z, type ZodType } from 'zod';

/** One thing or a list of them. */
export const oneOrMore = <T>(schema: ZodType<T>) =>
  z.preprocess((given): unknown[] => (Array.isArray(given) ? given : [given]), z.array(schema).max(1000));

export function read<T>(schema: ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw badRequest(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

export const badRequest = (message: string) => Object.assign(new Error(message), { statusCode: 400 });
export const notFound = (message: string) => Object.assign(new Error(message), { statusCode: 404 });
