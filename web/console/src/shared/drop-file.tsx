import { useRef, useState } from 'react';
import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { sizeText } from './files.ts';

type Props = {
  /** What is asked for: '名册文件（CSV）'. */
  label: string;
  accept: string;
  mostBytes: number;
  file: File | undefined;
  onFile: (file: File) => void;
};

/** A file dropped here or chosen by keyboard; one that is too large is not even read. */
export function DropFile({ label, accept, mostBytes, file, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState('');
  const take = (taken: File | undefined) => {
    setOver(false);
    if (!taken) return;
    const words = taken.size > mostBytes ? `${taken.name} 有 ${sizeText(taken.size)}，最大 ${sizeText(mostBytes)}` : '';
    setTooLarge(words);
    if (!words) onFile(taken);
  };
  return (
    <div
      className="drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <InboxOutlined aria-hidden />
      <input
        ref={input}
        type="file"
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <span aria-live="polite">
        {file ? (
          <>
            <b>{file.name}</b> <span className="muted num">{sizeText(file.size)}</span>
          </>
        ) : (
          `把${label}拖到这里，或`
        )}
      </span>
      <Button onClick={() => input.current?.click()}>{file ? '换一个文件' : '选择文件'}</Button>
      <span className="muted">最大 {sizeText(mostBytes)}</span>
      {tooLarge ? <p role="alert">{tooLarge}</p> : null}
    </div>
  );
}
