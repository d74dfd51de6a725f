import type { privacyOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const privacyRoutes = (_: Needs): Handlers<typeof privacyOperations> => ({
  listConsents: async () => ok({ consents: [] }),
  readConsentText: async () => refuse('not-found'),
  revokeConsent: { within: async () => refuse('not-found') },
  exportMyData: async () => refuse('sign-in-again'),
  readDeletion: async () => ok({ state: 'blocked' as const, blocks: [], deletes: [], keeps: [] }),
  requestDeletion: { within: async () => refuse('deletion-blocked') },
});
