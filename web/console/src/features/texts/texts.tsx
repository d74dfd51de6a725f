import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Select, Skeleton, Table, type TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { VersionTag } from '../../shared/four-eyes.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { useStaff } from '../../shell/session.ts';
import './texts.css';

type Answer = AnswerOf<'listTexts'>;
type Row = Answer['texts'][number];
const route = getRouteApi('/texts');

/** Every text that customers read, with what is under way. */
export function Texts() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { rights } = useStaff();
  const [begins, setBegins] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['texts'],
    queryFn: ({ signal }) => api.listTexts({}, { signal }),
  });
  const { group, text, under } = search;
  return (
    <Page
      title="协议与文案"
      actions={rights.includes('texts-edit') ? <Button onClick={() => setBegins(true)}>新增文案</Button> : null}
    >
      <Problem cause={error} retry={() => void refetch()} />
      {data ? (
        <>
          <QueryForm
            fields={[
              { name: 'text', label: '名称或代码', placeholder: '如：放款、sms' },
              {
                name: 'group',
                label: '类别',
                options: data.groups.map((one) => ({ value: one.group, label: one.label })),
              },
              { name: 'under', label: '办理情况', options: underOptions },
            ]}
            values={{ text, group, under }}
            onQuery={(values) => void navigate({ search: { ...values } as typeof search })}
          />
          <section className="panel texts-table" aria-label="文案">
            <Table<Row>
              size="middle"
              columns={columnsOf(data)}
              dataSource={inOrder(data).filter((row) => fits(row, search))}
              rowKey={({ kind }) => kind}
              pagination={false}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: '没有符合条件的文案' }}
            />
          </section>
          <Begin open={begins} families={data.families} onClose={() => setBegins(false)} />
        </>
      ) : error ? null : (
        <Skeleton active className="panel part" paragraph={{ rows: 10 }} />
      )}
    </Page>
  );
}

/** Group by group: what customers agree to first. */
function inOrder({ groups, texts }: Answer): Row[] {
  const place = (row: Row) => groups.findIndex(({ group }) => group === row.group);
  return [...texts].sort((a, b) => place(a) - place(b) || a.kind.localeCompare(b.kind));
}

const underOptions = [
  { value: 'submitted', label: '待复核' },
  { value: 'draft', label: '有草稿' },
  { value: 'coming', label: '待生效' },
];

function fits(row: Row, { group, text, under }: { group?: string; text?: string; under?: string }): boolean {
  if (group && row.group !== group) return false;
  if (text && !`${row.title} ${row.kind}`.toLowerCase().includes(text.toLowerCase())) return false;
  if (under === 'submitted') return row.draft?.state === 'submitted';
  if (under === 'draft') return row.draft !== null;
  return under === 'coming' ? row.coming !== null : true;
}

const nothing = <span className="nothing">—</span>;

const columnsOf = ({ groups }: Answer): TableColumnsType<Row> => [
  {
    title: '名称',
    key: 'title',
    render: (_, { kind, title }) => (
      <Link to="/texts/$kind" params={{ kind }} data-row>
        {title}
      </Link>
    ),
  },
  { title: '类别', key: 'group', render: (_, row) => groups.find(({ group }) => group === row.group)?.label },
  { title: '代码', key: 'kind', render: (_, { kind }) => <span className="trace">{kind}</span> },
  {
    title: '现行版本',
    key: 'inForce',
    render: (_, { inForce }) => (inForce ? <span className="num">{inForce.version}</span> : nothing),
  },
  {
    title: '生效日',
    key: 'since',
    render: (_, { inForce }) => (inForce ? <span className="num">{inForce.effectiveFrom}</span> : nothing),
  },
  {
    title: '待生效',
    key: 'coming',
    render: (_, { coming }) =>
      coming ? (
        <span className="num">
          {coming.version}，{coming.effectiveFrom} 起
        </span>
      ) : (
        nothing
      ),
  },
  {
    title: '办理中',
    key: 'draft',
    render: (_, { draft }) =>
      draft ? (
        <span className="under-way">
          <VersionTag state={draft.state} /> {draft.version}，{draft.drafted.name}
        </span>
      ) : (
        nothing
      ),
  },
];

type BeginProps = { open: boolean; families: Answer['families']; onClose: () => void };

/** A kind that there was none of yet: the words for a rule that a new model brings along, a product that is new. */
function Begin({ open, families, onClose }: BeginProps) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const begin = ({ prefix, word }: { prefix: string; word: string }) => {
    onClose();
    void navigate({ to: '/texts/$kind/edit', params: { kind: `${prefix}:${word}` } }).catch(
      () => void message.error('没有打开，请重试'),
    );
  };
  return (
    <Modal open={open} onCancel={onClose} title="新增文案" footer={null} width={460} destroyOnHidden>
      <p className="muted">模型规则的原因说明、产品介绍可以新增；其他文案由系统使用，只能修改。</p>
      <Form layout="vertical" requiredMark={false} onFinish={begin} initialValues={{ prefix: families[0]?.prefix }}>
        <Form.Item name="prefix" label="类别">
          <Select options={families.map(({ prefix, label }) => ({ value: prefix, label }))} />
        </Form.Item>
        <Form.Item
          name="word"
          label="代码"
          extra="规则代码或产品代码，小写字母和短横线"
          rules={[{ required: true, pattern: /^[a-z]+(-[a-z]+)*$/, max: 40, message: '请填写小写字母和短横线' }]}
        >
          <Input />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>
          开始起草
        </Button>
      </Form>
    </Modal>
  );
}
