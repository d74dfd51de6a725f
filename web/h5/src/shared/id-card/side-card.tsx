import { Button, Icon, Notice } from '@miaodai/ui';
import { ProblemNotice } from '../problem.tsx';
import { AlbumButton } from './album-button.tsx';
import { CardOutline } from './card-outline.tsx';
import { sideName, type SideState } from './sides.ts';

type SideCardProps = {
  state: SideState;
  /** The bank has read it already. */
  read: boolean;
  /** Nothing is taken before the consent is given. */
  inactive: boolean;
  onCamera: () => void;
};

/** One side: how to take it, the picture with what could be better, and how far the upload is. */
export function SideCard({ state, read, inactive, onCamera }: SideCardProps) {
  const { side, picture, sending } = state;
  const name = sideName[side];
  const done = read && !sending && !state.problem && !state.rejected;
  return (
    <section className="card stack-s id-side" aria-labelledby={`id-${side}`}>
      <div className="row">
        <h2 id={`id-${side}`}>{name}</h2>
        {done ? (
          <span className="id-side-done">
            <Icon name="check" size={18} />
            已识别
          </span>
        ) : null}
      </div>
      <div className="id-picture">
        {picture ? <img src={picture.dataUrl} alt={`您拍摄的身份证${name}`} /> : <CardOutline side={side} />}
      </div>
      <div aria-live="polite">
        {sending ? <Sending progress={state.progress} /> : null}
        {!sending && state.hints.length > 0 && !done ? (
          <Notice tone="warn" title={state.rejected ? '照片不能用，请重新拍摄' : '照片可能看不清'}>
            {state.hints.map((hint) => (
              <p key={hint}>{hint}</p>
            ))}
          </Notice>
        ) : null}
      </div>
      <ProblemNotice problem={state.problem} onRetry={state.retry} retryText="重新上传" />
      {sending ? null : <Actions state={state} done={done} inactive={inactive} onCamera={onCamera} />}
    </section>
  );
}

function Actions({ state, done, inactive, onCamera }: Omit<SideCardProps, 'read'> & { done: boolean }) {
  const { picture, side, rejected, problem } = state;
  const name = sideName[side];
  if (picture && !done && !rejected && !problem)
    return (
      <div className="id-actions">
        <Button onClick={() => state.use()}>{state.hints.length > 0 ? '仍然使用' : '使用这张照片'}</Button>
        <Button kind="secondary" onClick={onCamera}>
          重拍
        </Button>
      </div>
    );
  return (
    <div className="id-actions">
      <Button
        kind={done ? 'secondary' : 'primary'}
        inactive={inactive}
        aria-label={`${done || rejected ? '重拍' : '拍照'}${name}`}
        onClick={onCamera}
      >
        {done || rejected ? '重拍' : '拍照'}
      </Button>
      <AlbumButton
        kind="secondary"
        text="从相册选择"
        label={`从相册选择${name}`}
        inactive={inactive}
        onPicture={state.take}
      />
    </div>
  );
}

function Sending({ progress }: { progress: number }) {
  const percent = Math.round(progress * 100);
  const text = progress < 1 ? `正在上传 ${percent}%` : '已上传，正在识别文字';
  return (
    <div className="id-sending">
      <progress max={100} value={progress < 1 ? percent : undefined} aria-label={text} />
      <p className="small muted">{text}</p>
    </div>
  );
}
