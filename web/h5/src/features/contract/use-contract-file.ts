import { useRef, useState } from 'react';
import { api, type AnswerOf } from '../../api.ts';
import { host } from '../../host/index.ts';
import { fileOf, saveFile } from '../../shared/files.ts';
import { useWrite } from '../../shared/write.ts';

type File = AnswerOf<'readContractFile'>;
export type ContractFile = ReturnType<typeof useContractFile>;

/** The signed PDF, opened in a tab of its own, or saved where there are no tabs. Nothing of it stays behind. */
export function useContractFile(contractId: string) {
  const tab = useRef<Window | null>(null);
  const [saved, setSaved] = useState(false);
  const load = useWrite<{ to: 'tab' | 'device' }, File>(
    async () => api.readContractFile({ params: { contractId } }),
    undefined,
  );
  const save = ({ name, base64, mediaType }: File) => {
    saveFile(name, fileOf(base64, mediaType));
    setSaved(true);
  };
  return {
    busy: load.busy,
    problem: load.problem,
    saved,
    save: () => void load.run({ to: 'device' }).then((file) => file && save(file)),
    open: () => {
      if (load.busy) return;
      // At once, while the tap lasts: a browser takes a tab that opens later for an advertisement.
      tab.current = openTab();
      void load.run({ to: 'tab' }).then((file) => {
        const opened = tab.current;
        if (!file) return opened?.close();
        // A webview has no tabs: the file goes to its downloads.
        if (!opened || opened.closed) return save(file);
        const url = URL.createObjectURL(fileOf(file.base64, file.mediaType));
        opened.location.replace(url);
        // The tab has read it by then, and keeps what it shows.
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      });
    },
  };
}

/** Null in a webview, which has no tabs, and gives itself in place of one at best. */
function openTab(): Window | null {
  const tab = host.hasTitleBar ? null : window.open('', '_blank');
  if (!tab || tab === window) return null;
  tab.document.title = '借款合同';
  tab.document.body.textContent = '正在打开合同…';
  return tab;
}
