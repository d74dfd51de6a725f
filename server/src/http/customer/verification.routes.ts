import type { verificationOperations } from '@miaodai/http-api';
import { mask, ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import type { Handlers } from '../door.ts';
import { verifyUpload } from '../verify-upload.ts';
import type { Needs } from './needs.ts';

/** For whoever holds a contract and wants to know whether it is genuine; the customer need not be one of ours. */
export const verificationRoutes = (needs: Needs): Handlers<typeof verificationOperations> => ({
  verifyContractFile: async ({ body }, _nobody, { request }) => {
    const { fileChecksPerAddressPerHour: most } = await readSettings(needs.db, await today(needs.db));
    if (!(await withinRate(needs.db, `file-checks:ip:${request.ip}`, most, 3_600))) return refuse('too-many-requests');
    return ok(await verifyUpload(needs, body.base64, mask.name));
  },
});
