import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { businessDate } from '@miaodai/values';
import { api } from '../../api.ts';
import { useWrite } from '../../shared/write.ts';
import { useStaff } from '../../shell/session.ts';
import { FormProblem } from './form-problem.tsx';
import { UploadPaper } from './upload-paper.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';

type Filled = {
  contractNo: string;
  signedOn: Dayjs;
  useOfFundsNo: string;
  useOfFundsSignedOn: Dayjs;
  purpose?: string;
};
type Recorded = Parameters<typeof api.recordOfflineContract>[0]['body'];

/** What was signed on paper: numbers, days and scans. Somebody else checks it and has the loan paid out. */
export function ContractForm({ review, onRefresh }: { review: ReviewFacts; onRefresh: () => void }) {
  const { applicationId, version } = review;
  const [form] = Form.useForm<Filled>();
  const { message } = App.useApp();
  const take = useTake(applicationId);
  const record = useWrite(
    (body: Recorded, options) => api.recordOfflineContract({ params: { applicationId }, body }, options),
    {
      touches: [...LISTS],
      onDone: (now) => {
        take(now);
        void message.success('合同已登记，等待另一人复核放款');
      },
    },
  );
  const scanned = new Set(review.scanKinds.map(({ kind }) => kind));
  const scans = review.papers.filter(({ kind }) => scanned.has(kind));
  const missing = review.scanKinds.filter(({ kind }) => !scans.some((scan) => scan.kind === kind));
  const send = ({ contractNo, useOfFundsNo, signedOn, useOfFundsSignedOn, purpose }: Filled) =>
    record.mutate({
      contractNo: contractNo.trim(),
      useOfFundsNo: useOfFundsNo.trim(),
      signedOn: businessDate(signedOn.format('YYYY-MM-DD')),
      useOfFundsSignedOn: businessDate(useOfFundsSignedOn.format('YYYY-MM-DD')),
      scans: scans.map(({ paperId }) => paperId),
      version,
      ...(purpose ? { purpose } : {}),
    });
  return (
    <div className="stack">
      <h3>登记线下合同</h3>
      <Scans review={review} />
      <Form<Filled>
        form={form}
        name="contract"
        layout="vertical"
        requiredMark={false}
        onFinish={send}
        scrollToFirstError={{ focus: true }}
      >
        <Numbered name="contractNo" day="signedOn" what="合同" />
        <Numbered name="useOfFundsNo" day="useOfFundsSignedOn" what="用途声明" />
        <Purpose review={review} />
        <FormProblem cause={record.error} onRefresh={onRefresh} />
        <Button
          type="primary"
          block
          className="submit"
          loading={record.isPending}
          disabled={missing.length > 0}
          // No submit button: Enter in a date field chooses the date and must not record a contract.
          onClick={() => form.submit()}
        >
          登记合同
        </Button>
        {missing.length ? (
          <p className="muted after-button">请先上传{missing.map(({ label }) => label).join('、')}</p>
        ) : null}
      </Form>
    </div>
  );
}

const Purpose = ({ review: { wanted, bounds } }: { review: ReviewFacts }) => (
  <Form.Item
    name="purpose"
    label="借款用途"
    rules={[{ required: wanted.purpose === null, message: '请选择借款用途' }]}
    {...(wanted.purpose === null ? {} : { extra: `客户申请时选择：${wanted.purpose}；不选即不变` })}
  >
    <Select
      allowClear
      placeholder={wanted.purpose ?? '请选择'}
      options={bounds.purposes.map(({ code, label }) => ({ value: code, label }))}
    />
  </Form.Item>
);

const Scans = ({ review }: { review: ReviewFacts }) => (
  <div className="stack">
    <ul className="scans">
      {review.scanKinds.map(({ kind, label }) => {
        const count = review.papers.filter((paper) => paper.kind === kind).length;
        return (
          <li key={kind} data-there={count > 0}>
            {count ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />}
            {label}
            <span className="muted">{count ? `${count} 份` : '未上传'}</span>
          </li>
        );
      })}
    </ul>
    <UploadPaper review={review} kinds={review.scanKinds} label="上传扫描件" />
  </div>
);

type NumberedProps = { name: keyof Filled; day: keyof Filled; what: string };

function Numbered({ name, day, what }: NumberedProps) {
  const { businessDay } = useStaff();
  const today = dayjs(businessDay);
  return (
    <div className="pair">
      <Form.Item
        name={name}
        label={`${what}编号`}
        rules={[
          { required: true, whitespace: true, message: `请输入${what}编号` },
          {
            pattern: /^\s*[A-Za-z0-9\u4e00-\u9fff()（）〔〕[\]/_-]{4,40}\s*$/,
            message: '4 至 40 位，只含文字、数字和连接符',
          },
        ]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name={day} label="签订日期" rules={[{ required: true, message: '请选择签订日期' }]}>
        <DatePicker className="wide" allowClear={false} maxDate={today} placeholder="年-月-日" />
      </Form.Item>
    </div>
  );
}
