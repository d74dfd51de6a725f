import { useCallback, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, type AnswerOf, type LegalDocument } from '../../api.ts';
import { useCamera, type Camera } from '../camera.ts';
import { codeOf } from '../problem.tsx';
import { useWrite } from '../write.ts';
import { useGuide, type Challenge, type Shots } from './guide.ts';

export type Purpose = Parameters<typeof api.startFaceAttempt>[0]['body']['purpose'];
type Attempt = AnswerOf<'startFaceAttempt'>;
type Verdict = AnswerOf<'submitFaceFrames'>;
type Submitted = Parameters<typeof api.submitFaceFrames>[0];

/** before the consent and after it; ready: sees oneself; guiding: pictures are taken; sending; result: not passed. */
type Phase = 'before' | 'ready' | 'guiding' | 'sending' | 'result' | 'passed';

export type FaceFlow = {
  phase: Phase;
  camera: Camera;
  challenge: Challenge | undefined;
  /** Which cue is shown. */
  cue: number;
  document: LegalDocument | undefined;
  documentProblem: unknown;
  starting: boolean;
  problem: unknown;
  /** Not passed; undefined where nothing was sent. */
  verdict: Verdict | undefined;
  triesLeft: number;
  withoutCamera: boolean;
  start: () => void;
  openCamera: () => void;
  goWithoutCamera: () => void;
  begin: () => void;
  cancel: () => void;
  passOn: () => void;
  /** After silence: the same frames under the same key. */
  resend: (() => void) | undefined;
};

/** The consent to the face check, read before it is given. */
export const useFaceConsent = () =>
  useQuery({
    queryKey: ['agreement', 'face-check'],
    queryFn: async ({ signal }) => api.readAgreement({ params: { kind: 'face-check' } }, { signal }),
  });

export function useFaceAttempt(purpose: Purpose, onPassed: (attemptId: string) => void): FaceFlow {
  const [phase, setPhase] = useState<Phase>('before');
  const [attempt, setAttempt] = useState<Attempt>();
  const [verdict, setVerdict] = useState<Verdict>();
  const [withoutCamera, setWithoutCamera] = useState(false);
  const camera = useCamera('user');
  const document = useFaceConsent();
  const pass = (attemptId: string) => {
    camera.stop();
    setPhase('passed');
    onPassed(attemptId);
  };
  const starting = useWrite(
    async (body: { purpose: Purpose }, options) => api.startFaceAttempt({ body }, options),
    (drawn) => {
      setAttempt(drawn);
      setVerdict(undefined);
      if (!drawn.required) return pass(drawn.attemptId);
      setPhase('ready');
      if (!withoutCamera && camera.state !== 'on') openSoon(camera);
    },
  );
  const submit = useSubmit({ camera, setPhase, setVerdict, pass });
  const frames = useRef<Submitted | undefined>(undefined);
  const cue = useGuide(phase === 'guiding' ? attempt : undefined, camera.video, {
    done: (shots) => {
      setPhase('sending');
      frames.current = submitted(attempt, document.data, shots);
      if (frames.current) void submit.run(frames.current);
    },
    interrupted: () => {
      camera.stop();
      setPhase('result');
    },
  });
  const start = useCallback(() => {
    submit.clear();
    void starting.run({ purpose });
  }, [purpose, starting, submit]);
  return {
    ...{ phase, camera, cue, verdict, withoutCamera },
    challenge: attempt,
    document: document.data,
    documentProblem: document.error,
    starting: starting.busy,
    problem: starting.problem ?? submit.problem,
    triesLeft: verdict?.triesLeft ?? attempt?.triesLeft ?? 0,
    start,
    openCamera: () => openSoon(camera),
    goWithoutCamera: () => setWithoutCamera(true),
    begin: () => setPhase('guiding'),
    cancel: () => {
      camera.stop();
      submit.clear();
      setPhase('before');
    },
    passOn: () => attempt && onPassed(attempt.attemptId),
    resend: phase === 'sending' && submit.problem ? () => frames.current && void submit.run(frames.current) : undefined,
  };
}

/** Asked for once the page shows where the picture goes: the video element takes the stream. */
const openSoon = (camera: Camera): void => void setTimeout(() => void camera.start(), 0);

type Ended = {
  camera: Camera;
  setPhase: (phase: Phase) => void;
  setVerdict: (verdict: Verdict | undefined) => void;
  pass: (attemptId: string) => void;
};

function useSubmit({ camera, setPhase, setVerdict, pass }: Ended) {
  const submit = useWrite(
    async (args: Submitted, options) => ({
      answer: await api.submitFaceFrames(args, options),
      attemptId: args.params.attemptId,
    }),
    ({ answer, attemptId }) => {
      if (answer.passed) return pass(attemptId);
      camera.stop();
      setVerdict(answer);
      setPhase('result');
      return undefined;
    },
  );
  // A final refusal of the request (too late, no tries left) is told where it can be begun again.
  const over = FINAL.includes(codeOf(submit.problem) ?? '');
  const told = useRef<unknown>(undefined);
  if (over && told.current !== submit.problem) {
    told.current = submit.problem;
    camera.stop();
    setPhase('before');
  }
  return submit;
}

const FINAL = [
  'not-found',
  'step-not-allowed',
  'face-attempt-expired',
  'agreement-outdated',
  'invalid-input',
  'too-many-requests',
];

const submitted = (
  attempt: Attempt | undefined,
  document: LegalDocument | undefined,
  shots: Shots,
): Submitted | undefined =>
  attempt && document
    ? {
        params: { attemptId: attempt.attemptId },
        body: { consent: { version: document.version, textHash: document.textHash }, ...shots },
      }
    : undefined;
