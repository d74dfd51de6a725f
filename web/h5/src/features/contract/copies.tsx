import { useState } from 'react';
import { Icon, LinkButton, Statement, type IconName } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { CopyButton } from '../../shared/copyable.tsx';
import { ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';

type List = AnswerOf<'listContractCopies'>;
type Copy = List['copies'][number];

const said: Record<Copy['state'], { name: string; icon: IconName; text: string }> = {
  queued: { name: '排队中', icon: 'clock', text: '正在发送，通常一分钟内完成。您可以离开此页。' },
  accepted: { name: '已发送', icon: 'check', text: '对方邮件服务器已接收。没有看到时，请查看垃圾邮件箱。' },
  bounced: { name: '被退回', icon: 'alert', text: '邮件被对方退回，请核对邮箱地址。' },
  failed: { name: '发送失败', icon: 'alert', text: '多次尝试都没有发出去。' },
};

type CopiesProps = { list: List; onAgain: () => void; onRefresh: () => void };

/** Where the contract went, the newest first: each with its state in words, and its code on request. */
export const Copies = ({ list: { copies }, onAgain, onRefresh }: CopiesProps) => (
  <section className="card" aria-labelledby="copies">
    <div className="row">
      <h2 id="copies" tabIndex={-1}>
        申请记录
      </h2>
      {copies.length > 0 ? <LinkButton onClick={onRefresh}>刷新</LinkButton> : null}
    </div>
    {copies.length === 0 ? (
      <Statement icon="empty" title="还没有发送过">
        <p>发送成功以后，状态和解压码会显示在这里。</p>
      </Statement>
    ) : (
      <ul className="copies" aria-live="polite">
        {copies.map((copy) => (
          <OneCopy key={copy.copyId} copy={copy} onAgain={onAgain} />
        ))}
      </ul>
    )}
  </section>
);

function OneCopy({ copy, onAgain }: { copy: Copy; onAgain: () => void }) {
  const { name, icon, text } = said[copy.state];
  const lost = copy.state === 'bounced' || copy.state === 'failed';
  return (
    <li data-state={copy.state}>
      <p className="copy-state">
        <Icon name={icon} size={20} />
        <b>{name}</b>
        <span className="small muted num">{minuteText(copy.requestedAt)}</span>
      </p>
      <p className="copy-address">{copy.address}</p>
      <p className="small muted">{copy.reason ?? text}</p>
      {lost ? <LinkButton onClick={onAgain}>核对邮箱，重新发送</LinkButton> : null}
      {copy.hasUnzipCode ? <UnzipCode copyId={copy.copyId} /> : null}
    </li>
  );
}

function UnzipCode({ copyId }: { copyId: string }) {
  const [code, setCode] = useState<string>();
  const show = useWrite<{ copyId: string }, AnswerOf<'readUnzipCode'>>(
    async (params) => api.readUnzipCode({ params }),
    ({ unzipCode }) => setCode(unzipCode),
  );
  return (
    <>
      {code === undefined ? (
        <LinkButton aria-busy={show.busy ? true : undefined} onClick={() => void show.run({ copyId })}>
          查看解压码
        </LinkButton>
      ) : (
        <p className="unzip-code" role="status">
          <span className="small muted">解压码</span>
          <b className="num">{code}</b>
          <span className="unzip-acts">
            <CopyButton text={code} />
            <LinkButton onClick={() => setCode(undefined)}>隐藏</LinkButton>
          </span>
        </p>
      )}
      <ProblemNotice problem={show.problem} />
    </>
  );
}
