import { z } from 'zod';
import { instant, type Instant } from '@miaodai/values';

// Their words: docs/integrations/sms-gateway/interface.md, v2.

/** YYYYMMDDHHmmss in China Standard Time, which has known no summer time since 1991. */
const time = z.string().transform((text, context): Instant => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  try {
    return instant(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  } catch {
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  }
});

export const sendReply = z.union([
  z.object({ status: z.literal('ACCEPTED'), msgId: z.string(), acceptTime: time }),
  z.object({ status: z.string().regex(/^(?!ACCEPTED$)/), reason: z.string(), msgId: z.string() }),
]);

/** §2: final refusals, in our words. */
export const FINAL_REFUSALS: Readonly<Record<string, string>> = {
  BLACKLISTED: 'receiver-refuses',
  MSGID_REUSED: 'number-used-otherwise',
};
