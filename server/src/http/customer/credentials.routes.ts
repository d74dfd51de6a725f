import type { credentialOperations } from '@miaodai/http-api';
import { ok } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { issueNonce } from '../../customer/credentials/index.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const credentialRoutes = ({ db, envelope, clock }: Needs): Handlers<typeof credentialOperations> => ({
  readPasswordEnvelope: async (_, { customerId }) =>
    ok(await issueNonce(db, envelope, customerId, await readSettings(db, await today(db)), clock.now())),
});
