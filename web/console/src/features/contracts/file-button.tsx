import { useState } from 'react';
import type { Right } from '@miaodai/http-api/rights';
import { App, Button } from 'antd';
import { download } from '../../shared/download.ts';
import { blobOf } from '../../shared/files.ts';
import { problemText } from '../../shared/problem.tsx';
import { useStaff } from '../../shell/session.ts';

type Given = { name: string; mediaType: string; base64: string };
type Props = {
  label: string;
  right: Right;
  /** Whether there is anything to get: where not, its part of the page says why. */
  there: boolean;
  ask: () => Promise<Given>;
  /** In a tab of its own rather than as a download. */
  opens?: boolean;
  onDone?: () => void;
};

/** Each press is a look that the audit trail keeps; whoever may not does not see it. */
export function FileButton({ label, right, there, ask, opens = false, onDone }: Props) {
  const { rights } = useStaff();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  if (!there || !rights.includes(right)) return null;
  const get = async () => {
    // Opened by the press itself: a browser blocks what a script opens later.
    const tab = opens ? window.open('', '_blank') : null;
    setBusy(true);
    try {
      const { name, mediaType, base64 } = await ask();
      const blob = blobOf(base64, mediaType);
      if (tab) show(tab, blob);
      else download(name, blob, mediaType);
      onDone?.();
      void message.success(opens ? '已打开，此次查看已记入操作日志' : '已导出，此次操作已记入操作日志');
    } catch (cause) {
      tab?.close();
      void message.error(problemText(cause), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void get()}>
      {label}
    </Button>
  );
}

function show(tab: Window, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  tab.location.replace(url);
  // Whoever shows it has read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
