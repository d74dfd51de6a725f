import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '@miaodai/ui';
import { CameraTroubleCard } from '../camera-trouble.tsx';
import { useCamera } from '../camera.ts';
import { pictureOfVideo, type Picture } from '../picture.ts';
import { insideFrame } from '../picture.rules.ts';
import { AlbumButton } from './album-button.tsx';
import type { Side } from './sides.ts';

type CardCameraProps = {
  side: Side;
  onPicture: (picture: Picture) => void;
  onCancel: () => void;
  children: (body: ReactNode, foot: ReactNode) => ReactNode;
};

/** The camera with a frame in the shape of the card: only what lies inside it, and a little around, is taken. */
export function CardCamera({ side, onPicture, onCancel, children }: CardCameraProps) {
  const camera = useCamera('environment');
  const view = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLSpanElement>(null);
  const [problem, setProblem] = useState(false);
  const { start } = camera;
  useEffect(() => void start(), [start]);
  const shoot = () => {
    const video = camera.video.current;
    const part = partInFrame(video, view.current, frame.current);
    if (!video || !part) return setProblem(true);
    onPicture(pictureOfVideo(video, part));
  };
  const failed = camera.state === 'failed';
  return (
    <>
      {children(
        <>
          <section className="card-camera" aria-label="拍摄画面" hidden={failed}>
            <div className="card-view" ref={view}>
              <video ref={camera.video} playsInline muted autoPlay aria-label="摄像头画面" />
              <span className="card-frame" ref={frame} data-side={side} aria-hidden="true" />
            </div>
            <p className="card-camera-text" role="status">
              {camera.state === 'on'
                ? `把身份证${side === 'front' ? '人像面' : '国徽面'}放进框内，四角对齐，避开反光`
                : '正在打开摄像头，请选择“允许”'}
            </p>
          </section>
          {failed ? (
            <CameraTroubleCard
              trouble={camera.trouble ?? 'unknown'}
              busy={false}
              onRetry={() => void start()}
              otherWay={<AlbumButton kind="secondary" text="用系统相机或相册" capture onPicture={onPicture} />}
            />
          ) : null}
        </>,
        <>
          {problem ? <p className="foot-note">没有拍到画面，请再试一次</p> : null}
          {failed ? null : (
            <Button inactive={camera.state !== 'on'} onClick={shoot}>
              拍照
            </Button>
          )}
          <Button kind="secondary" onClick={onCancel}>
            取消
          </Button>
        </>,
      )}
    </>
  );
}

/** A margin around the frame: nobody aligns a card to the pixel, and the reader finds the card by itself. */
const MARGIN = 0.06;

function partInFrame(video: HTMLVideoElement | null, view: HTMLElement | null, frame: HTMLElement | null) {
  if (!video || video.videoWidth === 0 || !view || !frame) return undefined;
  const box = view.getBoundingClientRect();
  const inner = frame.getBoundingClientRect();
  const margin = inner.width * MARGIN;
  return insideFrame(
    { width: video.videoWidth, height: video.videoHeight },
    { width: box.width, height: box.height },
    {
      left: inner.left - box.left - margin,
      top: inner.top - box.top - margin,
      width: inner.width + 2 * margin,
      height: inner.height + 2 * margin,
    },
  );
}
