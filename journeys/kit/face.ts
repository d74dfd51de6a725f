import type { Answer, CustomerOperations } from '@miaodai/http-api';
import type { Client } from '@miaodai/http-api/client';

type Api = Client<CustomerOperations>;
type Attempt = Answer<CustomerOperations['startFaceAttempt']>;
type Purpose = Parameters<Api['startFaceAttempt']>[0]['body']['purpose'];
export type Frames = Omit<Parameters<Api['submitFaceFrames']>[0]['body'], 'consent'>;

/** What the stand-in is content with: the first bytes of a JPEG and nothing to see. */
const BLANK = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(96)]).toString('base64');

/** As many frames as were asked for, of nobody. */
export const blankFrames = ({ actions, framesPerAction }: Attempt): Frames => ({
  neutral: BLANK,
  actions: actions.map((action) => ({ action, frames: Array<string>(framesPerAction).fill(BLANK) })),
});

/**
 * Before the camera, for one purpose. @returns the number of the attempt, which is good once.
 * @throws where the attempt does not pass.
 */
export async function passFace(
  api: Api,
  purpose: Purpose,
  framesFor: (attempt: Attempt) => Promise<Frames> | Frames = standIn,
): Promise<string> {
  const attempt = await api.startFaceAttempt({ body: { purpose } });
  const params = { attemptId: attempt.attemptId };
  if (!attempt.required) return params.attemptId;
  const { version, textHash } = await api.readAgreement({ params: { kind: 'face-check' } });
  const body = { consent: { version, textHash }, ...(await framesFor(attempt)) };
  const { passed, explanation } = await api.submitFaceFrames({ params, body });
  if (!passed) throw new Error(`the face check was not passed: ${explanation}`);
  return params.attemptId;
}

function standIn(attempt: Attempt): Frames {
  if (!attempt.standIn) throw new Error('this server looks at the frames: say who is before the camera');
  return blankFrames(attempt);
}
