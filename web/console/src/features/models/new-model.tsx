import { useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Select } from 'antd';
import { api } from '../../api.ts';
import { BadLines, badLinesOf } from '../../shared/bad-lines.tsx';
import { DropFile } from '../../shared/drop-file.tsx';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { isCode, Problem } from '../../shared/problem.tsx';
import { useUnsaved } from '../../shared/unsaved.ts';
import { useWrite } from '../../shared/write.ts';
import { LISTS, useModels } from './use-model.ts';
import './models.css';

const MOST_BYTES = 1_000_000;
const EVERY = '*';
const above = [{ label: '决策模型', to: '/models' }];

/** A file that is checked line by line before anything of it is kept. */
export function NewModel() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [file, setFile] = useState<{ file: File; content: string } | undefined>();
  const [missing, setMissing] = useState(false);
  const saved = useRef(false);
  useUnsaved(() => file !== undefined && !saved.current);
  const draft = useWrite(
    (body: { productCode: string | null; content: string; note: string }, options) => api.draftModel({ body }, options),
    {
      touches: [...LISTS],
      onDone: ({ modelId, versionNo }) => {
        saved.current = true;
        void message.success(`已存为 ${versionNo} 版草稿`);
        void navigate({ to: '/models/$modelId', params: { modelId } });
      },
    },
  );
  const take = async (taken: File) => {
    draft.reset();
    setMissing(false);
    setFile({ file: taken, content: await taken.text() });
  };
  const send = ({ product, note }: { product: string; note: string }) => {
    setMissing(!file);
    if (file)
      draft.mutate({ productCode: product === EVERY ? null : product, content: file.content, note: note.trim() });
  };
  const bad = badLinesOf(draft.error);
  return (
    <Page title="上传模型" above={above}>
      <Form
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        initialValues={{ product: EVERY }}
        onFinish={send}
        scrollToFirstError={{ focus: true }}
      >
        <Part title="模型文件">
          <ScopeField />
          <Form.Item {...(missing ? { validateStatus: 'error', help: '请选择模型文件' } : {})}>
            <DropFile
              label="模型文件（JSON）"
              accept=".json,application/json"
              mostBytes={MOST_BYTES}
              file={file?.file}
              onFile={(taken) => void take(taken)}
            />
          </Form.Item>
          <NoteField />
          {draft.error ? (
            <div className="form-problem">
              <Problem cause={draft.error} />
            </div>
          ) : null}
          {isCode(draft.error, 'model-not-valid') ? <BadLines lines={bad} text={file?.content} /> : null}
          <div className="form-foot">
            <Button type="primary" htmlType="submit" loading={draft.isPending}>
              检查并存为草稿
            </Button>
            <LinkButton to="/models">返回</LinkButton>
          </div>
        </Part>
      </Form>
    </Page>
  );
}

function ScopeField() {
  const { data } = useModels();
  return (
    <Form.Item name="product" label="适用产品" extra="专用模型优先于通用模型">
      <Select
        options={[
          { value: EVERY, label: '所有产品（通用）' },
          ...(data?.products ?? []).map(({ productCode, name }) => ({ value: productCode, label: name })),
        ]}
      />
    </Form.Item>
  );
}

const NoteField = () => (
  <Form.Item
    name="note"
    label="变更说明（复核人会看到）"
    rules={[{ required: true, whitespace: true, message: '请填写变更说明' }]}
  >
    <Input.TextArea rows={3} maxLength={500} showCount />
  </Form.Item>
);
