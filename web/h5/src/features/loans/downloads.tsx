import { useState } from 'react';
import { Button, LinkButton, Notice, Sheet } from '@miaodai/ui';
import type { AnswerOf } from '../../api.ts';
import { fileOf, saveFile } from '../../shared/files.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';

type File = AnswerOf<'downloadInstalments'>;
export type Format = { key: string; name: string; note: string; load: () => Promise<File> };

export const CSV = { key: 'csv', name: 'CSV 表格', note: '各种软件都能打开' };
export const XLSX = { key: 'xlsx', name: 'Excel 表格', note: '金额可以求和，日期可以排序' };
export const PDF = { key: 'pdf', name: 'PDF 文件', note: '适合打印' };

/** One file after the other; what was saved is said in words, since not every browser shows it. */
export function useDownload() {
  const [saved, setSaved] = useState<string>();
  const load = useWrite<{ key: string; load: () => Promise<File> }, File>(
    async (format) => format.load(),
    ({ name, base64, mediaType }) => {
      saveFile(name, fileOf(base64, mediaType));
      setSaved(name);
    },
  );
  const run = (format: Pick<Format, 'key' | 'load'>) => {
    setSaved(undefined);
    void load.run(format);
  };
  return { run, busy: load.busy, problem: load.problem, saved, forget: () => setSaved(undefined) };
}

/** «下载» and the formats to choose from. */
export function Download({ title, formats }: { title: string; formats: readonly Format[] }) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const download = useDownload();
  const close = () => {
    setOpen(false);
    download.forget();
  };
  return (
    <>
      <LinkButton className="nowrap" onClick={() => setOpen(true)}>
        下载
      </LinkButton>
      <Sheet title={title} open={open} onClose={close}>
        <div className="stack">
          {formats.map((format) => (
            <div key={format.key}>
              <Button
                kind="secondary"
                busy={download.busy && chosen === format.key}
                inactive={download.busy}
                onClick={() => {
                  setChosen(format.key);
                  download.run(format);
                }}
              >
                {format.name}
              </Button>
              <p className="xs muted download-note">{format.note}</p>
            </div>
          ))}
          <ProblemNotice problem={download.problem} />
          <Saved name={download.saved} />
        </div>
      </Sheet>
    </>
  );
}

export const Saved = ({ name }: { name: string | undefined }) => (
  <div role="status">
    {name === undefined ? null : (
      <Notice tone="success">
        <p className="download-name">已保存：{name}</p>
      </Notice>
    )}
  </div>
);
