import { useState } from 'react';
import { keep, kept } from './store.ts';
import { useWrite } from './write.ts';

type Sent = { sentTo: string; resendAt: string; expiresAt: string; now: string };
type Noted = { sentTo: string; resendAtMs: number; validMinutes: number };

/** An SMS code of one purpose. What is known of the last one survives a refresh, its countdown with it. */
export function useCodeRequest(purpose: string, send: (options: { idempotencyKey: string }) => Promise<Sent>) {
  const [noting, setNoting] = useState<{ purpose: string; noted: Noted | undefined }>();
  // A code for another amount or another number is none for this one.
  const sent = noting?.purpose === purpose ? noting.noted : lastSent(purpose);
  const request = useWrite(
    async (_: object, options) => send(options),
    (answer) => {
      // The server's clock says how long; this page's clock only counts it down.
      const waitMs = Date.parse(answer.resendAt) - Date.parse(answer.now);
      const validMs = Date.parse(answer.expiresAt) - Date.parse(answer.now);
      const noted = {
        sentTo: answer.sentTo,
        resendAtMs: Date.now() + waitMs,
        validMinutes: Math.round(validMs / 60_000),
      };
      keep(`sms-code.${purpose}`, JSON.stringify(noted));
      setNoting({ purpose, noted });
    },
  );
  return {
    problem: request.problem,
    /** What SmsCode needs to know of it. */
    field: {
      onRequest: () => void request.run({}),
      requesting: request.busy,
      sentTo: sent?.sentTo,
      resendAtMs: sent?.resendAtMs ?? 0,
      validMinutes: sent?.validMinutes ?? 5,
    },
  };
}

/** A code whose time is over is forgotten: the page must not say that one was sent. */
function lastSent(purpose: string): Noted | undefined {
  try {
    const noted = JSON.parse(kept(`sms-code.${purpose}`) ?? '') as Noted;
    return noted.resendAtMs > Date.now() ? noted : undefined;
  } catch {
    return undefined;
  }
}
