import { useRef, useState } from 'react';
import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { api } from '../../api.ts';
import { base64Of, sizeText } from '../../shared/files.ts';
import { Problem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { useTake, type ReviewFacts } from './use-review.ts';

type Props = { review: ReviewFacts; kinds: ReviewFacts['paperKinds']; label?: string };
const TYPES = 'image/jpeg,image/png,application/pdf';

/** A scan or a paper that was handed over, chosen from this machine. */
export function UploadPaper({ review, kinds, label = '上传资料' }: Props) {
  const { applicationId, mostBytes } = review;
  const [kind, setKind] = useState(kinds.length === 1 ? kinds[0]?.kind : undefined);
  const [tooLarge, setTooLarge] = useState<string | undefined>();
  const input = useRef<HTMLInputElement>(null);
  const { message } = App.useApp();
  const take = useTake(applicationId);
  const upload = useWrite(
    (body: { kind: string; name: string; base64: string }, options) =>
      api.uploadReviewPaper({ params: { applicationId }, body }, options),
    {
      onDone: ({ review: now }) => {
        take(now);
        void message.success('已上传');
      },
    },
  );
  const send = async (file: File) => {
    setTooLarge(file.size > mostBytes ? `文件 ${sizeText(file.size)}，最大 ${sizeText(mostBytes)}` : undefined);
    if (file.size > mostBytes || !kind) return;
    upload.mutate({ kind, name: file.name, base64: await base64Of(file) });
  };
  return (
    <div className="upload no-print">
      {kinds.length > 1 ? (
        <Select
          aria-label="资料类型"
          placeholder="选择资料类型"
          className="upload-kind"
          value={kind ?? null}
          onChange={setKind}
          options={kinds.map((one) => ({ value: one.kind, label: one.label }))}
        />
      ) : null}
      <input
        ref={input}
        type="file"
        accept={TYPES}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={`${label}的文件`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void send(file);
          event.target.value = '';
        }}
      />
      <Button
        icon={<UploadOutlined />}
        disabled={!kind}
        loading={upload.isPending}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <span className="muted">图片或 PDF，最大 {sizeText(mostBytes)}</span>
      {tooLarge ? <p role="alert">{tooLarge}</p> : <Problem cause={upload.error} />}
    </div>
  );
}
