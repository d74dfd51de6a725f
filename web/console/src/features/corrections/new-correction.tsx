import { useRef, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { fenFromYuan } from '@miaodai/values';
import { App, Button, Form, Input, Radio, Select, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { correctionKinds, transactionTypes } from '../../shared/loan-words.ts';
import { yuanText as shownYuan } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { useUnsaved } from '../../shared/unsaved.ts';
import { useWrite } from '../../shared/write.ts';
import { Effect } from './effect.tsx';

type Loan = AnswerOf<'readLoanRecord'>;
type Wanted = Parameters<typeof api.previewCorrection>[0]['body'];
type Kind = Wanted['kind'];
type Filled = {
  kind: Kind;
  transactionId?: string;
  paysOut?: boolean;
  yuan?: string;
  coreNo?: string;
  reason?: string;
};
const route = getRouteApi('/loans/$loanId/correct');

/** What is to be set right, and before it is kept what that would change. */
export function NewCorrection() {
  const { loanId } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['loan', loanId],
    queryFn: ({ signal }) => api.readLoanRecord({ params: { loanId } }, { signal }),
  });
  const above = [
    { label: '贷款', to: '/loans' },
    { label: data?.loanNo ?? '贷款', to: `/loans/${loanId}` },
  ];
  return (
    <Page title="发起更正" above={above}>
      {error ? <Problem cause={error} retry={() => void refetch()} /> : null}
      {data ? <NewForm loan={data} /> : error ? null : <Skeleton active className="panel part" />}
    </Page>
  );
}

function NewForm({ loan }: { loan: Loan }) {
  const { loanId } = loan;
  const params = { loanId };
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const kind = Form.useWatch('kind', form);
  const [shown, setShown] = useState<{ wanted: Wanted; reason: string } | undefined>();
  const saved = useRef(false);
  const preview = useMutation({ mutationFn: (wanted: Wanted) => api.previewCorrection({ params, body: wanted }) });
  const draft = useWrite(
    (body: { wanted: Wanted; reason: string }, options) => api.draftCorrection({ params, body }, options),
    {
      touches: [['corrections'], ['loan-corrections', loanId]],
      onDone: ({ correctionId }) => {
        saved.current = true;
        void message.success('已存为草稿，请核对后提交复核');
        void navigate({ to: '/corrections/$correctionId', params: { correctionId } });
      },
    },
  );
  useUnsaved(() => shown !== undefined && !saved.current);
  const look = (filled: Filled) => {
    const wanted = wantedOf(filled, loan);
    draft.reset();
    setShown({ wanted, reason: filled.reason?.trim() ?? '' });
    preview.mutate(wanted);
  };
  // What was previewed is what is kept: another wish is another preview.
  const forget = () => {
    setShown(undefined);
    preview.reset();
  };
  return (
    <>
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        onFinish={look}
        onValuesChange={forget}
        scrollToFirstError={{ focus: true }}
      >
        <Fields loan={loan} kind={kind} cause={preview.error} previewing={preview.isPending} primary={!shown} />
      </Form>
      {shown && preview.data ? (
        <>
          <Effect effect={preview.data.effect} />
          <Part title="存为草稿">
            <p>
              金额 <b className="num">{shownYuan(preview.data.amountFen)} 元</b>，{preview.data.effectiveOn} 起生效。
            </p>
            <Problem cause={draft.error} className="form-problem" fields />
            <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate(shown)}>
              存为草稿
            </Button>
          </Part>
        </>
      ) : null}
    </>
  );
}

type FieldsProps = { loan: Loan; kind: Kind | undefined; cause: unknown; previewing: boolean; primary: boolean };

const Fields = ({ loan, kind, cause, previewing, primary }: FieldsProps) => (
  <Part title="更正内容">
    <Form.Item name="kind" label="更正类型" rules={[{ required: true, message: '请选择更正类型' }]}>
      <Radio.Group options={kinds(loan)} />
    </Form.Item>
    {kind ? <p className="muted">{explained[kind]}</p> : null}
    {kind === 'reversal' ? <ReversalFields loan={loan} /> : null}
    {kind === 'refund' ? <RefundField mostFen={loan.surplusFen} /> : null}
    {kind === 'recovery' || kind === 'back-dated' ? <CoreNoField /> : null}
    <Form.Item
      name="reason"
      label="原因（复核人会看到）"
      rules={[{ required: true, whitespace: true, message: '请填写原因' }]}
    >
      <Input.TextArea rows={3} maxLength={500} showCount />
    </Form.Item>
    <Problem cause={cause} className="form-problem" fields />
    <div className="form-acts">
      <Button type={primary ? 'primary' : 'default'} htmlType="submit" loading={previewing}>
        预览影响
      </Button>
      <LinkButton to="/loans/$loanId" params={{ loanId: loan.loanId }}>
        返回
      </LinkButton>
    </div>
  </Part>
);

const kinds = ({ state, surplusFen }: Loan) => {
  const off: Readonly<Record<Kind, boolean>> = {
    reversal: false,
    refund: surplusFen === 0,
    'write-off': state !== 'active',
    recovery: state !== 'written-off',
    'back-dated': false,
  };
  return (Object.keys(correctionKinds) as Kind[]).map((value) => ({
    ...{ value, label: correctionKinds[value], disabled: off[value] },
  }));
};

const explained: Readonly<Record<Kind, string>> = {
  reversal: '撤销一笔还款：贷款按没有这笔还款重新计算，款项由核心退回客户账户；核心从未入账的，不退款。',
  refund: '把多收的还款退回客户的电子账户，付款成功后入账。',
  'write-off': '剩余本金和到期未收的利息转作损失，并转入表外登记；不放弃对客户的债权。',
  recovery: '已核销的贷款收到了款项：按核心入账的金额和日期登记。',
  'back-dated': '款项早已到达本行账户而没有记到贷款上：按核心入账的日期补记，其后的利息、罚息重新计算。',
};

function wantedOf({ kind, transactionId = '', paysOut = true, yuan = '', coreNo = '' }: Filled, loan: Loan): Wanted {
  switch (kind) {
    case 'reversal':
      return { kind, transactionId, paysOut };
    case 'refund':
      return { kind, amountFen: fenFromYuan(yuan) ?? loan.surplusFen };
    case 'write-off':
      return { kind };
    case 'recovery':
    case 'back-dated':
      return { kind, coreNo: coreNo.trim() };
  }
}

function ReversalFields({ loan }: { loan: Loan }) {
  const options = loan.transactions
    .filter(({ type, voidedBy }) => ['repayment', 'early-repayment', 'recovery'].includes(type) && voidedBy === null)
    .map((one) => ({
      value: one.transactionId,
      label: `${one.effectiveOn} ${transactionTypes[one.type]} ${shownYuan(one.amountFen)} 元`,
    }));
  return (
    <>
      <Form.Item name="transactionId" label="冲正哪一笔" rules={[{ required: true, message: '请选择要冲正的还款' }]}>
        <Select options={options} placeholder="请选择" notFoundContent="没有可以冲正的还款" />
      </Form.Item>
      <Form.Item name="paysOut" label="款项" initialValue={true}>
        <Radio.Group
          options={[
            { value: true, label: '退回客户账户' },
            { value: false, label: '核心未实际入账，不退款' },
          ]}
        />
      </Form.Item>
    </>
  );
}

const RefundField = ({ mostFen }: { mostFen: number }) => (
  <Form.Item
    name="yuan"
    label="退款金额（元）"
    initialValue={shownYuan(mostFen)}
    extra={`多收待退 ${shownYuan(mostFen)} 元`}
    rules={[
      {
        validator: async (_, yuan: string) => {
          const wanted = fenFromYuan(yuan);
          if (wanted === undefined || wanted <= 0) throw new Error('请填写金额，最多两位小数');
          if (wanted > mostFen) throw new Error('不能超过多收的金额');
        },
      },
    ]}
  >
    <Input inputMode="decimal" className="num" />
  </Form.Item>
);

const CoreNoField = () => (
  <Form.Item
    name="coreNo"
    label="核心入账流水（请求号）"
    extra="金额和日期以核心系统的记录为准"
    rules={[
      { required: true, message: '请填写核心流水号' },
      { pattern: /^\s*[A-Za-z0-9]{1,32}\s*$/, message: '最多 32 位字母和数字' },
    ]}
  >
    <Input className="num" maxLength={40} />
  </Form.Item>
);
