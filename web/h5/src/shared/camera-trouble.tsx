import type { ReactNode } from 'react';
import { Button, Notice } from '@miaodai/ui';
import type { CameraTrouble } from './camera.ts';
import { useProduct } from './product.ts';
import './camera.css';

const words: Record<CameraTrouble, { title: string; what: string; steps: readonly string[] }> = {
  denied: {
    title: '没有获得摄像头权限',
    what: '浏览器或手机系统不允许本页使用摄像头。打开权限后点“重新打开摄像头”。',
    steps: [
      'iPhone：设置 → Safari 浏览器（或您正在用的 App）→ 摄像头 → 允许',
      '安卓手机：设置 → 应用 → 您正在用的浏览器或 App → 权限 → 相机 → 允许',
      '电脑：点地址栏左侧的图标 → 网站设置 → 摄像头 → 允许，然后刷新页面',
    ],
  },
  'not-found': {
    title: '没有找到摄像头',
    what: '这台设备没有摄像头，或者没有接好。',
    steps: ['接上摄像头后重试', '也可以换用手机打开本页，登录后会接着办理'],
  },
  'in-use': {
    title: '摄像头正被其他程序使用',
    what: '请关闭正在使用摄像头的程序，例如视频通话、会议软件或另一个网页，再重试。',
    steps: ['关不掉时，请重启手机或浏览器再试'],
  },
  insecure: {
    title: '当前打开方式不能使用摄像头',
    what: '本页不是通过安全连接（https）打开的，或者打开它的应用不允许使用摄像头。',
    steps: ['请复制网址，用手机自带的浏览器打开', '请从直销银行 App 或官方网址进入'],
  },
  unsupported: {
    title: '当前浏览器不支持摄像头',
    what: '浏览器版本较旧，或者打开它的应用没有提供摄像头功能。',
    steps: ['请升级浏览器，或复制网址后用手机自带的浏览器打开'],
  },
  lost: {
    title: '摄像头中断了',
    what: '摄像头被系统收回，或者连接断开。请重新打开。',
    steps: [],
  },
  unknown: {
    title: '摄像头没有打开',
    what: '请重试；多次不成功时，请换一个浏览器或一台设备。',
    steps: [],
  },
};

type TroubleProps = {
  trouble: CameraTrouble;
  onRetry: () => void;
  busy: boolean;
  /** The other way to do it on this page, if there is one. */
  otherWay?: ReactNode;
};

/** No camera: why, what to do about it, and how else it can be done. */
export function CameraTroubleCard({ trouble, onRetry, busy, otherWay }: TroubleProps) {
  const { title, what, steps } = words[trouble];
  const { data } = useProduct();
  return (
    <section className="card stack" role="alert" aria-label={title}>
      <Notice tone="warn" title={title}>
        <p>{what}</p>
      </Notice>
      {steps.length > 0 ? (
        <ul className="camera-steps small">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      ) : null}
      <Button busy={busy} onClick={onRetry}>
        重新打开摄像头
      </Button>
      {otherWay}
      <p className="small muted">
        仍然不行，可以带身份证到任一网点柜台办理，或拨打客服电话{' '}
        <span className="nowrap num">{data?.servicePhone}</span>。已填写的内容都会保留。
      </p>
    </section>
  );
}
