import { useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { stepThroughRows, useKeys } from '../../shared/keys.ts';
import { useList, type List } from '../../shared/list.ts';
import { Page } from '../../shared/page.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { reviewStates, type ReviewState } from '../../shared/state.tsx';
import { useColumns, type WorkItem } from './columns.tsx';
import { workSearch, type WorkSearch } from './search.ts';
import './work.css';

type Answer = AnswerOf<'listWork'>;
const route = getRouteApi('/work');
const EVERY_MS = 20_000;

/** The queue, the most urgent first, alive while somebody looks at it. */
export function Work() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [help, setHelp] = useState(false);
  const list = useList<WorkItem, Answer>({
    name: 'work',
    search,
    load: (signal) => api.listWork({ query: search }, { signal }),
    keyOf: ({ applicationId }) => applicationId,
    everyMs: EVERY_MS,
  });
  const go = (next: WorkSearch) => void navigate({ search: next });
  const filter = (next: Partial<Record<keyof WorkSearch, string | undefined>>) => {
    const { page: _, ...rest } = search;
    go(workSearch({ ...rest, ...next }));
  };
  useKeys({
    j: () => stepThroughRows(1),
    k: () => stepThroughRows(-1),
    r: () => void list.query.refetch(),
    '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
    '?': () => setHelp(true),
  });
  const columns = useColumns(list.query.dataUpdatedAt);
  const { text, productCode, branchCode } = search;
  return (
    <Page
      title="待办与审批"
      actions={
        <Button type="text" icon={<QuestionCircleOutlined />} onClick={() => setHelp(true)}>
          快捷键
        </Button>
      }
    >
      <QueryForm
        fields={fieldsOf(list.query.data)}
        values={{ text, productCode, branchCode, mine: search.mine }}
        onQuery={(values) => filter(values)}
      />
      <States list={list} state={search.state} onState={(state) => filter({ state })} />
      <QueryTable<WorkItem, Answer>
        label="待办申请"
        list={list}
        columns={columns}
        rowKey={({ applicationId }) => applicationId}
        filtered={Boolean(text ?? productCode ?? branchCode ?? search.mine ?? search.state)}
        onClear={() => go({})}
        onPage={(page, pageSize) => go({ ...search, page, pageSize })}
        nothing="目前没有待办的申请"
        rowClassName={({ holder }) => (holder && !holder.mine ? 'held-by-other' : '')}
      />
      <Keys open={help} onClose={() => setHelp(false)} />
    </Page>
  );
}

const fieldsOf = (data: Answer | undefined) => [
  { name: 'text', label: '申请编号', placeholder: '编号或其中一段' },
  {
    name: 'productCode',
    label: '产品',
    options: (data?.products ?? []).map(({ productCode, name }) => ({ value: productCode, label: name })),
  },
  {
    name: 'branchCode',
    label: '机构',
    options: (data?.branches ?? []).map(({ branchCode, name }) => ({ value: branchCode, label: name })),
  },
  { name: 'mine', label: '经办人', options: [{ value: 'true', label: '我领取的' }] },
];

type StatesProps = {
  list: List<WorkItem, Answer>;
  state: ReviewState | undefined;
  onState: (state: ReviewState | undefined) => void;
};

/** How many are in each state, as the way to them. */
function States({ list, state, onState }: StatesProps) {
  const counts: Partial<Record<ReviewState, number>> = list.query.data?.counts ?? {};
  const all = Object.values(counts).reduce((total, count) => total + count, 0);
  const tabs = [
    { key: undefined, label: '全部', count: all },
    ...(Object.keys(reviewStates) as ReviewState[]).map((key) => ({
      key,
      label: reviewStates[key].label,
      count: counts[key] ?? 0,
    })),
  ];
  return (
    <div className="state-tabs" role="group" aria-label="按状态查看">
      {tabs.map(({ key, label, count }) => (
        <button
          key={key ?? 'all'}
          type="button"
          aria-pressed={state === key}
          data-empty={count === 0}
          onClick={() => onState(key)}
        >
          {label} <span className="num">{count}</span>
        </button>
      ))}
    </div>
  );
}

const keys = [
  ['J / K', '下一条 / 上一条'],
  ['Enter', '打开所在的申请'],
  ['R', '刷新'],
  ['/', '按申请编号查找'],
  ['?', '显示这份说明'],
] as const;

const Keys = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Modal open={open} onCancel={onClose} title="快捷键" footer={null} width={360} destroyOnHidden>
    <dl className="keys">
      {keys.map(([key, what]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
    <p className="muted">正在输入时，快捷键不起作用。</p>
  </Modal>
);
