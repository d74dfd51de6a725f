import { useRef, useState } from 'react';
import { api, type AnswerOf } from '../../api.ts';
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
      tab.current = window.open('', '_blank');
      if (tab.current) waitIn(tab.current);
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

function waitIn({ document }: Window): void {
  document.title = '借款合同';
  document.body.textContent = '正在打开合同…';
}
