import type { calculatorOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { estimateLimit } from '../../lending/decision/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

const HOUR_SECONDS = 3_600;
const NOTHING = { fromFen: null, toFen: null, annualRatePpm: null, reasons: [] };

/** For whoever wants to know before they apply; which branch would serve them is not known yet, so that the head office's terms hold. */
export const calculatorRoutes = ({ db }: Needs): Handlers<typeof calculatorOperations> => ({
  estimateLimit: async ({ params, body: told }, _anybody, { request }) => {
    const on = await today(db);
    const { estimatesPerAddressPerHour: most, estimateAssumptions: assumed } = await readSettings(db, on);
    if (!(await withinRate(db, `estimates:ip:${request.ip}`, most, HOUR_SECONDS))) return refuse('too-many-requests');
    const product = await readProduct(db, params.productCode, HEAD_OFFICE, on);
    if (!product?.termsMonths.includes(told.termMonths)) return refuse('not-found');
    const estimate = await estimateLimit(db, { told, product, assumed, on });
    if (estimate.outcome !== 'unlikely') return ok({ ...NOTHING, ...estimate });
    const reasons = await Promise.all(
      estimate.reasons.map(async (code) => {
        const { title, paragraphs } = await readText(db, `declined:${code}`, on);
        return { code, title, words: paragraphs };
      }),
    );
    return ok({ ...NOTHING, outcome: estimate.outcome, reasons });
  },
});
