import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** Why there is no picture, as the page can put it in words. */
export type CameraTrouble = 'denied' | 'not-found' | 'in-use' | 'insecure' | 'unsupported' | 'lost' | 'unknown';

export type Camera = {
  video: RefObject<HTMLVideoElement | null>;
  state: 'off' | 'asking' | 'on' | 'failed';
  trouble: CameraTrouble | undefined;
  /** Asks for the camera; true once it shows a picture. */
  start: () => Promise<boolean>;
  stop: () => void;
};

/** A camera that is asked for at the moment of need, and off again as soon as the page is left or hidden for good. */
export function useCamera(facing: 'user' | 'environment'): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | undefined>(undefined);
  const wanted = useRef(0);
  const [state, setState] = useState<Camera['state']>('off');
  const [trouble, setTrouble] = useState<CameraTrouble>();
  const stop = useCallback(() => {
    wanted.current += 1;
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = undefined;
    if (video.current) video.current.srcObject = null;
    setState('off');
  }, []);
  useEffect(() => stop, [stop]);
  const start = useCallback(async () => {
    stop();
    const round = wanted.current;
    setState('asking');
    setTrouble(undefined);
    try {
      const opened = await open(facing);
      // The page went on while the customer was being asked: nothing may stay on.
      if (round !== wanted.current) {
        for (const track of opened.getTracks()) track.stop();
        return false;
      }
      stream.current = opened;
      for (const track of opened.getTracks())
        track.addEventListener('ended', () => {
          setTrouble('lost');
          setState('failed');
        });
      if (video.current) await play(video.current, opened);
      if (round !== wanted.current) return false;
      setState('on');
      return true;
    } catch (cause) {
      if (round !== wanted.current) return false;
      setTrouble(troubleOf(cause));
      setState('failed');
      return false;
    }
  }, [facing, stop]);
  return { video, state, trouble, start, stop };
}

async function open(facing: 'user' | 'environment'): Promise<MediaStream> {
  // Old WebViews and plain http have no such thing at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices || typeof devices.getUserMedia !== 'function')
    throw new DOMException('', window.isSecureContext ? 'NotSupportedError' : 'SecurityError');
  const size =
    facing === 'environment' ? { width: { ideal: 1920 }, height: { ideal: 1080 } } : { width: { ideal: 1280 } };
  return devices.getUserMedia({ audio: false, video: { facingMode: { ideal: facing }, ...size } });
}

async function play(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.srcObject = stream;
  await video.play();
  if (video.videoWidth > 0) return;
  await new Promise<void>((ready) => video.addEventListener('loadeddata', () => ready(), { once: true }));
}

const troubles: Record<string, CameraTrouble> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'insecure',
  NotFoundError: 'not-found',
  DevicesNotFoundError: 'not-found',
  OverconstrainedError: 'not-found',
  NotReadableError: 'in-use',
  TrackStartError: 'in-use',
  AbortError: 'in-use',
  NotSupportedError: 'unsupported',
  TypeError: 'insecure',
};

const troubleOf = (cause: unknown): CameraTrouble =>
  cause instanceof Error || cause instanceof DOMException ? (troubles[cause.name] ?? 'unknown') : 'unknown';
