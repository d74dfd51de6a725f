import { useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { Button, Choice, LinkButton, Notice, Sheet } from '@miaodai/ui';
import { api, uploadingApi, type AnswerOf, type Application } from '../../api.ts';
import { useApplication, useReloadApplication } from '../../shared/application.ts';
import { base64Of } from '../../shared/files.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { sizeText } from '../../shared/size-text.ts';
import { minuteText } from '../../shared/time.ts';
import { UploadProgress } from '../../shared/upload-progress.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page, PageLoading } from '../../shell/page.tsx';
import { fileError, TYPES } from './paper.rules.ts';
import './papers.css';

type PaperList = AnswerOf<'listPapers'>;
type Paper = PaperList['papers'][number];
type Upload = { kind: string; name: string; base64: string };

/** The papers for the officer's decision: what is asked for, upload with progress, what is there, and taking back. */
export default function Papers() {
  const { data: application } = useApplication();
  if (application === undefined) return <PageLoading />;
  if (!application?.review) return <Redirect to="/loans" replace />;
  return <PapersOf application={application} review={application.review} />;
}

type PapersOfProps = { application: Application; review: NonNullable<Application['review']> };

function PapersOf({ application, review }: PapersOfProps) {
  const { applicationId } = application;
  const papers = useQuery({
    queryKey: ['papers', applicationId],
    queryFn: async ({ signal }) => api.listPapers({ params: { applicationId } }, { signal }),
  });
  return (
    <Page title="办理资料" back="/loans">
      {review.asked ? (
        <Notice tone="warn" title="客户经理请您补充">
          <p>{review.asked.words}</p>
          <p>需要：{review.asked.kinds.map(({ label }) => label).join('、')}</p>
        </Notice>
      ) : null}
      <Loaded query={papers} lines={6}>
        {(data) => (
          <>
            {data.left > 0 ? (
              <UploadCard applicationId={applicationId} list={data} asked={review.asked?.kinds[0]?.kind} />
            ) : (
              <Notice>
                <p>{review.mayUpload ? '资料已达数量上限，可以先移除不需要的。' : '审批已有结果，资料不能再修改。'}</p>
              </Notice>
            )}
            <List applicationId={applicationId} papers={data.papers} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the server says of the papers replaces what is known; what the officer waits for may have changed with it. */
function useTake(applicationId: string): (list: PaperList) => Promise<void> {
  const queries = useQueryClient();
  const reload = useReloadApplication();
  return async (list) => {
    queries.setQueryData(['papers', applicationId], list);
    await reload();
  };
}

type UploadProps = { applicationId: string; list: PaperList; asked: string | undefined };

function UploadCard({ applicationId, list, asked }: UploadProps) {
  const [kind, setKind] = useState(asked);
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const upload = useUpload(applicationId);
  const choose = () => {
    if (!kind) return setError('请先选择资料类型');
    setError(undefined);
    input.current?.click();
  };
  const take = async (file: File | undefined) => {
    if (!file || !kind) return;
    const wrong = fileError(file, list.mostBytes);
    setError(wrong);
    if (!wrong) await upload.run({ kind, name: file.name.slice(0, 120), base64: await base64Of(file) });
  };
  return (
    <section className="card page-form" aria-labelledby="upload">
      <h2 id="upload">上传资料</h2>
      <Choice
        label="资料类型"
        width="wide"
        options={list.kinds.map(({ kind: value, label }) => ({ value, label }))}
        value={kind}
        onChange={(value) => {
          setKind(value);
          setError(undefined);
        }}
      />
      <p className="small muted">
        JPG、PNG 图片或 PDF，每份不超过 {sizeText(list.mostBytes)}，还可以上传 {list.left}{' '}
        份。内容加密保存，仅用于本次审批。
      </p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="选择文件"
        accept={TYPES.join(',')}
        onChange={(event) => {
          const field = event.currentTarget;
          void take(field.files?.[0]).finally(() => (field.value = ''));
        }}
      />
      {upload.busy ? <UploadProgress sent={upload.sent} then="正在检查文件" /> : null}
      {error ? (
        <p className="field-error" role="alert">
          {error}
        </p>
      ) : null}
      <ProblemNotice problem={upload.problem} onRetry={upload.retry} />
      <Button busy={upload.busy} onClick={choose}>
        拍照或选择文件
      </Button>
    </section>
  );
}

function useUpload(applicationId: string) {
  const [sent, setSent] = useState(0);
  const [last, setLast] = useState<Upload>();
  const taken = useTake(applicationId);
  const upload = useWrite(
    async (body: Upload, options) => uploadingApi(setSent).uploadPaper({ params: { applicationId }, body }, options),
    taken,
  );
  const run = async (body: Upload) => {
    setSent(0);
    setLast(body);
    await upload.run(body);
  };
  return { ...upload, run, sent, retry: last ? () => void run(last) : undefined };
}

function List({ applicationId, papers }: { applicationId: string; papers: readonly Paper[] }) {
  const [asking, setAsking] = useState<Paper>();
  const taken = useTake(applicationId);
  const remove = useWrite(
    async (paperId: string, options) => api.removePaper({ params: { applicationId, paperId } }, options),
    async (list) => {
      await taken(list);
      setAsking(undefined);
    },
  );
  if (papers.length === 0) return <p className="small muted">还没有上传资料。</p>;
  return (
    <section className="card" aria-labelledby="there">
      <h2 id="there">已上传（{papers.length} 份）</h2>
      <ul className="papers">
        {papers.map((paper) => (
          <li key={paper.paperId}>
            <div>
              <b>{paper.label}</b>
              <p className="small paper-name">{paper.name}</p>
              <p className="xs muted num">
                {sizeText(paper.sizeBytes)} · {minuteText(paper.uploadedAt)}
              </p>
            </div>
            {paper.mayRemove ? (
              <LinkButton onClick={() => setAsking(paper)}>
                移除<span className="visually-hidden">{paper.name}</span>
              </LinkButton>
            ) : null}
          </li>
        ))}
      </ul>
      <Sheet
        title="移除资料"
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        closeText="取消"
        foot={
          <Button kind="danger" busy={remove.busy} onClick={() => asking && void remove.run(asking.paperId)}>
            移除
          </Button>
        }
      >
        <p>移除“{asking?.name}”后，客户经理不再看到这份资料。</p>
        <ProblemNotice problem={remove.problem} />
      </Sheet>
    </section>
  );
}
