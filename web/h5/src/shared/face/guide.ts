import { useEffect, useRef, useState, type RefObject } from 'react';
import { frameOfVideo } from '../picture.ts';
import type { CueName } from './actions.tsx';
import { cuesOf, REAL_PACE, shutterTimes, STAND_IN_PACE } from './guide.rules.ts';

type Action = Exclude<CueName, 'neutral'>;
export type Shots = { neutral: string; actions: { action: Action; frames: string[] }[] };
export type Challenge = { actions: readonly Action[]; framesPerAction: number; standIn: boolean };

/** Leads through the cues one by one and takes the pictures. Interrupted as soon as the page is hidden. */
export function useGuide(
  challenge: Challenge | undefined,
  video: RefObject<HTMLVideoElement | null>,
  ended: { done: (shots: Shots) => void; interrupted: () => void },
) {
  const [at, setAt] = useState(0);
  const latest = useRef(ended);
  latest.current = ended;
  useEffect(() => {
    if (!challenge) return undefined;
    const stop = new AbortController();
    const hidden = () => {
      if (!document.hidden) return;
      stop.abort();
      latest.current.interrupted();
    };
    document.addEventListener('visibilitychange', hidden);
    setAt(0);
    void lead(challenge, video, setAt, stop.signal).then((shots) => {
      if (shots) latest.current.done(shots);
      else if (!stop.signal.aborted) latest.current.interrupted();
    });
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      stop.abort();
    };
  }, [challenge, video]);
  return at;
}

async function lead(
  { actions, framesPerAction, standIn }: Challenge,
  video: RefObject<HTMLVideoElement | null>,
  show: (at: number) => void,
  signal: AbortSignal,
): Promise<Shots | undefined> {
  const pace = standIn ? STAND_IN_PACE : REAL_PACE;
  const shots: Shots = { neutral: '', actions: [] };
  for (const [at, cue] of cuesOf(actions, framesPerAction).entries()) {
    show(at);
    const frames: string[] = [];
    let passedMs = 0;
    for (const time of shutterTimes(cue, pace)) {
      await pause(time - passedMs, signal);
      passedMs = time;
      if (signal.aborted) return undefined;
      const frame = shoot(video.current, standIn);
      if (!frame) return undefined;
      frames.push(frame);
    }
    if (cue.action === 'neutral') shots.neutral = frames[0] ?? '';
    else shots.actions.push({ action: cue.action, frames });
    await pause(pace.restMs, signal);
  }
  return signal.aborted ? undefined : shots;
}

function shoot(video: HTMLVideoElement | null, standIn: boolean): string | undefined {
  if (video && video.videoWidth > 0) return frameOfVideo(video);
  return standIn ? blankFrame() : undefined;
}

/** A stand-in checks nobody: where there is no camera, an empty picture takes the place of each frame. */
function blankFrame(): string {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  return canvas.toDataURL('image/jpeg', 0.5).split(',')[1] ?? '';
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted || ms <= 0) return done();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
