import { useState } from 'react';
import { api } from '../../api.ts';
import { keep, kept } from '../../shared/store.ts';
import { useWrite } from '../../shared/write.ts';

type Sent = { applicationId: string; sentTo: string; resendAtMs: number; validMinutes: number };

/** The SMS code of one application. What is known of the last one survives a refresh, its countdown with it. */
export function useSubmissionCode(applicationId: string) {
  const [sent, setSent] = useState<Sent | undefined>(() => lastSent(applicationId));
  const request = useWrite(
    async (params: { applicationId: string }, options) => api.requestSubmissionCode({ params }, options),
    (answer) => {
      // The server's clock says how long; this page's clock only counts it down.
      const waitMs = Date.parse(answer.resendAt) - Date.parse(answer.now);
      const validMs = Date.parse(answer.expiresAt) - Date.parse(answer.now);
      const validMinutes = Math.round(validMs / 60_000);
      const noted = { applicationId, sentTo: answer.sentTo, resendAtMs: Date.now() + waitMs, validMinutes };
      keep('sms-code', JSON.stringify(noted));
      setSent(noted);
    },
  );
  return {
    request: async () => request.run({ applicationId }),
    busy: request.busy,
    problem: request.problem,
    sentTo: sent?.sentTo,
    resendAtMs: sent?.resendAtMs ?? 0,
    validMinutes: sent?.validMinutes ?? 5,
  };
}

function lastSent(applicationId: string): Sent | undefined {
  try {
    const sent = JSON.parse(kept('sms-code') ?? '') as Sent;
    return sent.applicationId === applicationId ? sent : undefined;
  } catch {
    return undefined;
  }
}
