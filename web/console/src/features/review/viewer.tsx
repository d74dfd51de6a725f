import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import {
  LeftOutlined,
  RightOutlined,
  RotateLeftOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button, Modal, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { blobOf } from '../../shared/files.ts';
import { Problem } from '../../shared/problem.tsx';
import { Watermark } from '../../shared/watermark.tsx';
import type { Paper } from './use-review.ts';
import './viewer.css';

type Props = { papers: readonly Paper[]; open: string | undefined; onOpen: (paperId: string | undefined) => void };

/** One paper at a time, as large as the window, under the name of who looks. */
export function Viewer({ papers, open, onOpen }: Props) {
  const at = papers.findIndex(({ paperId }) => paperId === open);
  const paper = papers[at];
  const to = (index: number) => onOpen(papers[index]?.paperId ?? open);
  return (
    <Modal
      open={paper !== undefined}
      onCancel={() => onOpen(undefined)}
      title={paper ? `${paper.label} · ${paper.name}` : ''}
      width="min(1200px, 92vw)"
      centered
      destroyOnHidden
      footer={
        <div className="viewer-foot">
          <Button icon={<LeftOutlined />} disabled={at <= 0} onClick={() => to(at - 1)}>
            上一份
          </Button>
          <span className="num">
            {at + 1} / {papers.length}
          </span>
          <Button disabled={at >= papers.length - 1} onClick={() => to(at + 1)}>
            下一份 <RightOutlined aria-hidden />
          </Button>
        </div>
      }
    >
      {paper ? <OnePaper key={paper.paperId} paper={paper} /> : null}
    </Modal>
  );
}

function OnePaper({ paper }: { paper: Paper }) {
  const { paperId, label } = paper;
  const { data, error, refetch } = useQuery({
    queryKey: ['paper', paperId],
    queryFn: ({ signal }) => api.readPaper({ params: { paperId } }, { signal }),
    // Not kept after it is closed: to look again is another look.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  if (error) return <Problem cause={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton.Node active className="viewer-wait" />;
  return data.mediaType === 'application/pdf' ? (
    <Pdf file={data} label={label} />
  ) : (
    <Picture file={data} label={label} />
  );
}

type Shown = { file: AnswerOf<'readPaper'>; label: string };

function Pdf({ file, label }: Shown) {
  const { name } = file;
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(blobOf(file.base64, file.mediaType));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <div className="viewer-stage">
      {url ? (
        <object data={url} type="application/pdf" aria-label={label}>
          <p>
            这个浏览器不能直接显示 PDF。
            <a href={url} download={name}>
              下载后查看
            </a>
          </p>
        </object>
      ) : null}
      <Watermark />
    </div>
  );
}

const SCALES = [0.5, 0.75, 1, 1.5, 2, 3, 4];

function Picture({ file, label }: Shown) {
  const [turn, setTurn] = useState(0);
  const [step, setStep] = useState(2);
  const scale = SCALES[step] ?? 1;
  return (
    <>
      <div className="viewer-tools" role="toolbar" aria-label="图片操作">
        <Button icon={<ZoomOutOutlined />} disabled={step === 0} onClick={() => setStep(step - 1)}>
          缩小
        </Button>
        <span className="num viewer-scale">{scale * 100}%</span>
        <Button icon={<ZoomInOutlined />} disabled={step === SCALES.length - 1} onClick={() => setStep(step + 1)}>
          放大
        </Button>
        <Button icon={<RotateLeftOutlined />} onClick={() => setTurn(turn - 90)}>
          左转
        </Button>
        <Button icon={<RotateRightOutlined />} onClick={() => setTurn(turn + 90)}>
          右转
        </Button>
      </div>
      <div className="viewer-frame">
        <div className="viewer-stage" tabIndex={0} role="group" aria-label="图片，可滚动">
          <img
            src={`data:${file.mediaType};base64,${file.base64}`}
            alt={label}
            style={{ width: `${scale * 100}%`, transform: `rotate(${turn}deg)` }}
          />
        </div>
        <Watermark />
      </div>
    </>
  );
}
