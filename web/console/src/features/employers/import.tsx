import { useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input } from 'antd';
import { api } from '../../api.ts';
import { BadLines, badLinesOf } from '../../shared/bad-lines.tsx';
import { DropFile } from '../../shared/drop-file.tsx';
import { base64Of } from '../../shared/files.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { isCode, Problem } from '../../shared/problem.tsx';
import { useUnsaved } from '../../shared/unsaved.ts';
import { useWrite } from '../../shared/write.ts';
import { LISTS } from './use-roster.ts';
import './employers.css';

const MOST_BYTES = 1_048_576;
const above = [{ label: '单位与白名单', to: '/employers' }];

/** A whole roster from a file: with one bad line nothing of it is kept, and every bad line is told. */
export function ImportRoster() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [file, setFile] = useState<File | undefined>();
  const [missing, setMissing] = useState(false);
  const saved = useRef(false);
  useUnsaved(() => file !== undefined && !saved.current);
  const send = useWrite(
    (body: { fileName: string; base64: string; note: string }, options) => api.importRoster({ body }, options),
    {
      touches: [...LISTS],
      onDone: ({ rosterId, versionNo, employers }) => {
        saved.current = true;
        void message.success(`已导入 ${employers} 家单位，存为名册 ${versionNo} 版草稿`);
        void navigate({ to: '/employers/rosters/$rosterId', params: { rosterId } });
      },
    },
  );
  const take = (taken: File) => {
    send.reset();
    setMissing(false);
    setFile(taken);
  };
  const submit = async ({ note }: { note: string }) => {
    setMissing(!file);
    if (file) send.mutate({ fileName: file.name, base64: await base64Of(file), note: note.trim() });
  };
  return (
    <Page title="导入名册" above={above}>
      <Form
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        onFinish={(values: { note: string }) => void submit(values)}
        scrollToFirstError={{ focus: true }}
      >
        <Part title="名册文件">
          <p className="muted">
            请导入完整名册：文件里没有的单位，发布后将不再是集团单位。可先导出现行名册，在其上修改。
          </p>
          <Form.Item {...(missing ? { validateStatus: 'error', help: '请选择名册文件' } : {})}>
            <DropFile label="名册文件（CSV）" accept=".csv,text/csv" mostBytes={MOST_BYTES} file={file} onFile={take} />
          </Form.Item>
          <Form.Item
            name="note"
            label="变更说明（复核人会看到）"
            rules={[{ required: true, whitespace: true, message: '请填写变更说明' }]}
          >
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
          {send.error ? (
            <div className="form-problem">
              <Problem cause={send.error} />
              {isCode(send.error, 'roster-not-valid') ? (
                <p className="muted">没有导入任何单位，现行名册不受影响。改正后请重新选择文件。</p>
              ) : null}
            </div>
          ) : null}
          {isCode(send.error, 'roster-not-valid', 'invalid-input') ? <BadLines lines={badLinesOf(send.error)} /> : null}
          <div className="roster-foot">
            <Button type="primary" htmlType="submit" loading={send.isPending}>
              检查并存为草稿
            </Button>
            <LinkButton to="/employers">返回</LinkButton>
          </div>
        </Part>
      </Form>
    </Page>
  );
}
