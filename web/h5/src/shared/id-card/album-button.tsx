import { useRef, useState } from 'react';
import { Button } from '@miaodai/ui';
import { pictureOfFile, type Picture } from '../picture.ts';

type AlbumButtonProps = {
  text: string;
  onPicture: (picture: Picture) => void;
  kind?: 'primary' | 'secondary' | 'quiet';
  small?: boolean;
  inactive?: boolean;
  /** Lets a phone offer its own camera, too. */
  capture?: boolean;
  /** Which side, for those who hear the page. */
  label?: string;
};

/** A picture from the album, or by the phone's own camera. */
export function AlbumButton({ text, onPicture, kind, small, inactive, capture, label }: AlbumButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'unreadable'>('idle');
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState('busy');
    try {
      onPicture(await pictureOfFile(file));
      setState('idle');
    } catch {
      setState('unreadable');
    }
  };
  return (
    <div className="album">
      <Button
        kind={kind}
        small={small}
        busy={state === 'busy'}
        inactive={inactive}
        aria-label={label}
        onClick={() => input.current?.click()}
      >
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png"
        {...(capture ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          const field = event.currentTarget;
          void take(field.files?.[0]).then(() => (field.value = ''));
        }}
      />
      {state === 'unreadable' ? (
        <p className="field-error" role="alert">
          这个文件不是可以识别的照片，请选 JPG 或 PNG 图片
        </p>
      ) : null}
    </div>
  );
}
