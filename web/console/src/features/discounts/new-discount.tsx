import { useRef, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { fenFromYuan } from '@miaodai/values';
import { App, Button, Form, Input, Select, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Money, rateText } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { Problem } from '../../shared/problem.tsx';
import { useUnsaved } from '../../shared/unsaved.ts';
import { useWrite } from '../../shared/write.ts';

type Terms = Parameters<typeof api.draftDiscountRule>[0]['body'];
type Choice = Pick<AnswerOf<'listDiscountRules'>, 'products' | 'branches' | 'today'>;
type Preview = AnswerOf<'previewDiscountRule'>;
type Filled = Omit<Terms, 'ratePpm' | 'untilOn'> & {
  percent: string;
  untilOn?: Terms['fromOn'];
  sampleYuan: string;
  sampleMonths: string;
};
const above = [{ label: '贴息', to: '/discounts' }];

/** Whom it is for, how much and when; and before it is kept, what it makes of a sample loan. */
export function NewDiscount() {
  const { data, error, refetch } = useQuery({
    queryKey: ['discounts'],
    queryFn: ({ signal }) => api.listDiscountRules({}, { signal }),
  });
  return (
    <Page title="新建贴息规则" above={above}>
      {error ? <Problem cause={error} retry={() => void refetch()} /> : null}
      {data ? <NewForm choice={data} /> : error ? null : <Skeleton active className="panel part" />}
    </Page>
  );
}

function NewForm({ choice }: { choice: Choice }) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [terms, setTerms] = useState<Terms | undefined>();
  const saved = useRef(false);
  const draft = useWrite((body: Terms, options) => api.draftDiscountRule({ body }, options), {
    touches: [['discounts']],
    onDone: ({ ruleId }) => {
      saved.current = true;
      void message.success('已存为草稿，请核对后提交复核');
      void navigate({ to: '/discounts/$ruleId', params: { ruleId } });
    },
  });
  useUnsaved(() => terms !== undefined && !saved.current);
  const preview = useMutation({
    mutationFn: (body: Parameters<typeof api.previewDiscountRule>[0]['body']) => api.previewDiscountRule({ body }),
  });
  const look = (filled: Filled) => {
    const wanted = termsOf(filled);
    draft.reset();
    setTerms(wanted);
    preview.mutate({
      terms: wanted,
      principalFen: fenFromYuan(filled.sampleYuan) ?? 0,
      termMonths: Number(filled.sampleMonths),
    });
  };
  // What was previewed is what is kept.
  const forget = () => {
    setTerms(undefined);
    preview.reset();
  };
  return (
    <>
      <Form<Filled>
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        initialValues={{ branchCode: '*', employerCode: '*', sampleYuan: '100000', sampleMonths: '12' }}
        onFinish={look}
        onValuesChange={forget}
        scrollToFirstError={{ focus: true }}
      >
        <TermsFields choice={choice} />
        <SampleFields cause={preview.error} previewing={preview.isPending} primary={!terms} />
      </Form>
      {terms && preview.data ? (
        <Sample preview={preview.data}>
          <Problem cause={draft.error} className="form-problem" fields />
          <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate(terms)}>
            存为草稿
          </Button>
        </Sample>
      ) : null}
    </>
  );
}

type SampleProps = { cause: unknown; previewing: boolean; primary: boolean };

const SampleFields = ({ cause, previewing, primary }: SampleProps) => (
  <Part title="样例贷款">
    <Form.Item name="sampleYuan" label="金额（元）" rules={[{ pattern: /^[1-9]\d{0,7}$/, message: '请填写整数金额' }]}>
      <Input inputMode="numeric" className="num" />
    </Form.Item>
    <Form.Item name="sampleMonths" label="期数（月）" rules={[{ pattern: /^[1-9]\d{0,2}$/, message: '请填写期数' }]}>
      <Input inputMode="numeric" className="num" />
    </Form.Item>
    <Problem cause={cause} className="form-problem" fields />
    <div className="form-acts">
      <Button type={primary ? 'primary' : 'default'} htmlType="submit" loading={previewing}>
        预览
      </Button>
      <LinkButton to="/discounts">返回</LinkButton>
    </div>
  </Part>
);

const TermsFields = ({ choice: { products, branches, today } }: { choice: Choice }) => (
  <Part title="贴息规则">
    <Form.Item name="payerName" label="贴息方" rules={[{ required: true, whitespace: true, message: '请填写贴息方' }]}>
      <Input maxLength={60} />
    </Form.Item>
    <Form.Item name="productCode" label="产品" rules={[{ required: true, message: '请选择产品' }]}>
      <Select options={products.map((one) => ({ value: one.productCode, label: one.name }))} />
    </Form.Item>
    <Form.Item name="branchCode" label="机构" extra="总行表示全部机构">
      <Select options={branches.map((one) => ({ value: one.branchCode, label: one.name }))} />
    </Form.Item>
    <Form.Item
      name="employerCode"
      label="单位代码"
      extra="全部单位填 *"
      rules={[{ pattern: /^([A-Za-z0-9-]{1,32}|\*)$/, message: '请填写单位代码，全部单位填 *' }]}
    >
      <Input className="num" />
    </Form.Item>
    <Form.Item
      name="percent"
      label="贴息年利率（%）"
      extra="不超过贷款利率的部分由贴息方承担"
      rules={[{ required: true, pattern: /^\d{1,2}(\.\d{1,4})?$/, message: '请填写利率，最多四位小数' }]}
    >
      <Input inputMode="decimal" className="num" />
    </Form.Item>
    <Form.Item
      name="fromOn"
      label="从哪天到期的分期开始"
      extra={`最早为会计日期 ${today} 的次日`}
      rules={[{ required: true, message: '请选择开始日' }]}
    >
      <Input type="date" className="num" />
    </Form.Item>
    <Form.Item name="untilOn" label="到哪天到期的分期为止" extra="不填：另行通知">
      <Input type="date" className="num" />
    </Form.Item>
    <Form.Item
      name="note"
      label="说明（复核人会看到）"
      rules={[{ required: true, whitespace: true, message: '请填写说明' }]}
    >
      <Input.TextArea rows={2} maxLength={500} showCount />
    </Form.Item>
  </Part>
);

const termsOf = ({ percent, untilOn, ...filled }: Filled): Terms => ({
  ...{ productCode: filled.productCode, branchCode: filled.branchCode, employerCode: filled.employerCode },
  ...{ payerName: filled.payerName, fromOn: filled.fromOn, untilOn: untilOn ? untilOn : null, note: filled.note },
  ratePpm: Math.round(Number(percent) * 10_000),
});

function Sample({ preview, children }: { preview: Preview; children: React.ReactNode }) {
  return (
    <Part title="样例贷款的还款计划">
      <p>
        贷款年利率 {rateText(preview.annualRatePpm)}；利息合计 <Money value={preview.interestFen} unit />
        ，其中贴息方承担 <Money value={preview.discountFen} unit />
        。按现有数据涉及在还贷款 <b className="num">{preview.loans}</b> 笔。
      </p>
      <PlainTable<Preview['rows'][number]>
        label="样例还款计划"
        columns={columns}
        rows={preview.rows}
        keyOf={({ periodNo }) => periodNo}
        nothing="没有分期"
      />
      {children}
    </Part>
  );
}

const columns: Column<Preview['rows'][number]>[] = [
  { title: '期数', of: ({ periodNo }) => `第 ${periodNo} 期` },
  { title: '应还日', of: ({ dueOn }) => <span className="num">{dueOn}</span> },
  { title: '本金', amount: true, of: ({ principalFen }) => <Money value={principalFen} /> },
  { title: '利息', amount: true, of: ({ interestFen }) => <Money value={interestFen} /> },
  { title: '贴息方付', amount: true, of: ({ discountFen }) => <Money value={discountFen} /> },
  { title: '客户付', amount: true, of: ({ totalFen }) => <Money value={totalFen} /> },
];
