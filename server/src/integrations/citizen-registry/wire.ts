import { z } from 'zod';

// Their words: docs/integrations/citizen-registry/interface.md, 2019 edition.

const checked = { JGDM: z.literal('00'), XM: z.string(), GMSFHM: z.string() };

export const checkReply = z.union([
  z.object({ ...checked, GMSFHM_JG: z.literal('一致'), XM_JG: z.enum(['一致', '不一致']) }),
  z.object({ ...checked, GMSFHM_JG: z.literal('库中无此号') }),
  z.object({ JGDM: z.string().regex(/^(?!00$)/) }),
]);
