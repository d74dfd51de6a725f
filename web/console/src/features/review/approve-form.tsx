import { fen, fenFromYuan, yuanText } from '@miaodai/values';
import { App, Button, Form, Input, InputNumber, Radio } from 'antd';
import { api } from '../../api.ts';
import { rateText, yuanShort } from '../../shared/money.tsx';
import { useWrite } from '../../shared/write.ts';
import { AuthorityBox } from './authority.tsx';
import { beyond, ppmOf, type Terms } from './authority.rules.ts';
import { FormProblem } from './form-problem.tsx';
import { Trial } from './trial.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';

type Filled = { yuan: string | null; percent: number | null; termMonths: number; note: string };
type Props = { review: ReviewFacts; onRefresh: () => void };

/** Within the authority it is approved; beyond it, the opinion goes on to the next level, and the page says so before. */
export function ApproveForm({ review, onRefresh }: Props) {
  const { applicationId, bounds, version } = review;
  const [form] = Form.useForm<Filled>();
  const { modal, message } = App.useApp();
  const take = useTake(applicationId);
  const approve = useWrite(
    (body: Terms & { note: string; version: number }, options) =>
      api.approveApplication({ params: { applicationId }, body }, options),
    {
      touches: [...LISTS],
      onDone: ({ outcome, review: now }) => {
        take(now);
        void message.success(outcome === 'approved' ? '已同意' : `意见已记录，转 ${now.level} 级审批`);
      },
    },
  );
  const filled = Form.useWatch([], form) as Partial<Filled> | undefined;
  const terms = termsOf(filled);
  const ask = (values: Filled) => {
    const asked = termsOf(values);
    if (!asked) return;
    void modal.confirm({
      title: '确认同意这笔贷款？',
      content: <Consequence review={review} terms={asked} />,
      okText: '确认同意',
      onOk: async () => {
        await approve.mutateAsync({ ...asked, note: values.note.trim(), version }).catch(() => undefined);
      },
    });
  };
  return (
    <Form<Filled>
      form={form}
      name="approve"
      layout="vertical"
      requiredMark={false}
      initialValues={proposed(review)}
      onFinish={ask}
      scrollToFirstError={{ focus: true }}
    >
      <AuthorityBox review={review} />
      <TermsFields bounds={bounds} />
      <Trial productCode={review.productCode} terms={terms} />
      <Form.Item
        name="note"
        label="审批意见"
        rules={[{ required: true, whitespace: true, min: 2, message: '请填写审批意见' }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      {terms ? <Beyond review={review} terms={terms} /> : null}
      <FormProblem cause={approve.error} onRefresh={onRefresh} />
      <Button type="primary" htmlType="submit" block className="submit" loading={approve.isPending}>
        {terms && isBeyond(review, terms) ? `同意并转 ${review.next?.level ?? '上'} 级审批` : '同意'}
      </Button>
    </Form>
  );
}

const TermsFields = ({ bounds }: { bounds: Bounds }) => (
  <>
    <Form.Item
      name="yuan"
      label="审批金额"
      extra={`${yuanShort(bounds.minAmountFen)} – ${yuanShort(bounds.maxAmountFen)} 元，${yuanShort(bounds.amountStepFen)} 元整数倍`}
      rules={[{ validator: async (_, yuan: string | null) => checkAmount(yuan, bounds) }]}
    >
      <InputNumber<string>
        className="wide num"
        suffix="元"
        controls={false}
        stringMode
        formatter={grouped}
        parser={(text) => (text ?? '').replace(/[^\d.]/g, '')}
      />
    </Form.Item>
    <Form.Item
      name="percent"
      label="年利率（单利）"
      extra={`不高于 ${rateText(bounds.maxRatePpm)}`}
      rules={[{ validator: async (_, percent: number | null) => checkRate(percent, bounds) }]}
    >
      <InputNumber<number> className="wide num" suffix="%" controls={false} />
    </Form.Item>
    <Form.Item name="termMonths" label="期限" rules={[{ required: true, message: '请选择期限' }]}>
      <Radio.Group optionType="button" options={bounds.termsMonths.map((n) => ({ value: n, label: `${n} 个月` }))} />
    </Form.Item>
  </>
);

const isBeyond = ({ authority }: ReviewFacts, terms: Terms): boolean =>
  authority === null || beyond(terms, authority).length > 0;

const what = { amount: '金额', rate: '利率', term: '期限' } as const;

function Beyond({ review, terms }: { review: ReviewFacts; terms: Terms }) {
  const { authority, next } = review;
  if (!authority || !isBeyond(review, terms)) return null;
  const over = beyond(terms, authority).map((one) => what[one]);
  return (
    <p className="beyond" role="status">
      {over.join('、')}超出您的授权，
      {next ? `提交后由 ${next.level} 级审批人员继续审批。` : '没有更高级别可以审批，请调整。'}
    </p>
  );
}

function Consequence({ review, terms }: { review: ReviewFacts; terms: Terms }) {
  const { applicant, applicationNo, next } = review;
  return (
    <>
      <p>
        {applicant.name}，申请 {applicationNo}
      </p>
      <p className="num">
        <b>{yuanShort(terms.amountFen)} 元</b> · 年利率 {rateText(terms.annualRatePpm)} · {terms.termMonths} 个月
      </p>
      <p>
        {isBeyond(review, terms)
          ? `超出您的授权：意见会记录，转 ${next?.level ?? '上'} 级审批人员决定，客户暂不会收到通知。`
          : '下一步：通知客户到网点签订纸质合同和用途声明，由客户经理登记后放款。'}
      </p>
    </>
  );
}

/** What the model recommends, as far as the customer has asked for it. */
function proposed({ wanted, decision, bounds }: ReviewFacts): Partial<Filled> {
  const most = Math.min(bounds.maxAmountFen, decision?.approved ? decision.limitFen : bounds.maxAmountFen);
  const amountFen =
    wanted.amountFen === null ? (decision?.approved ? most : undefined) : Math.min(wanted.amountFen, most);
  const rate = decision?.approved ? decision.annualRatePpm : bounds.maxRatePpm;
  return {
    ...(amountFen === undefined ? {} : { yuan: yuanText(fen(amountFen)).replace(/\.00$/, '') }),
    percent: rate / 10_000,
    ...(wanted.termMonths === null ? {} : { termMonths: wanted.termMonths }),
  };
}

function termsOf(filled: Partial<Filled> | undefined): Terms | undefined {
  const { yuan, percent, termMonths } = filled ?? {};
  const amountFen = fenFromYuan(yuan ?? '');
  if (!amountFen || percent === null || percent === undefined || !termMonths) return undefined;
  return { amountFen, annualRatePpm: ppmOf(percent), termMonths };
}

type Bounds = ReviewFacts['bounds'];

function checkAmount(yuan: string | null, bounds: Bounds): void {
  const amount = fenFromYuan(yuan ?? '');
  if (!amount) throw new Error('请输入审批金额');
  if (amount < bounds.minAmountFen) throw new Error(`最低 ${yuanShort(bounds.minAmountFen)} 元`);
  if (amount > bounds.maxAmountFen) throw new Error(`最高 ${yuanShort(bounds.maxAmountFen)} 元`);
  if (amount % bounds.amountStepFen !== 0) throw new Error(`请输入 ${yuanShort(bounds.amountStepFen)} 元的整数倍`);
}

function checkRate(percent: number | null, bounds: Bounds): void {
  if (percent === null || percent === undefined || percent < 0) throw new Error('请输入年利率');
  if (Math.abs(percent * 10_000 - ppmOf(percent)) > 1e-6) throw new Error('最多四位小数');
  if (ppmOf(percent) > bounds.maxRatePpm) throw new Error(`不能高于 ${rateText(bounds.maxRatePpm)}`);
}

const grouped = (value: string | undefined): string => (value ?? '').replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
