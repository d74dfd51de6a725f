import { App, Button } from 'antd';
import { api } from '../../api.ts';
import { yuanShort } from '../../shared/money.tsx';
import { useWrite } from '../../shared/write.ts';
import { FormProblem } from './form-problem.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';

/** By somebody else than who recorded the contract: the page says why the button is not there. */
export function Release({ review, onRefresh }: { review: ReviewFacts; onRefresh: () => void }) {
  const { applicationId, applicant, approved, contract, version, may } = review;
  const { modal, message } = App.useApp();
  const take = useTake(applicationId);
  const release = useWrite(
    (body: { version: number }, options) => api.releasePayout({ params: { applicationId }, body }, options),
    {
      touches: [...LISTS],
      onDone: (now) => {
        take(now);
        void message.success('已提交放款');
      },
    },
  );
  if (may.releasePayout !== null) return <p className="why-not">{may.releasePayout}</p>;
  const amount = approved ? `${yuanShort(approved.amountFen)} 元` : '';
  const ask = () => {
    void modal.confirm({
      title: `确认向 ${applicant.name} 放款 ${amount}？`,
      content: `合同 ${contract?.contractNo ?? ''}。请先核对合同、用途声明的编号、日期与扫描件；提交后资金划入客户本人电子账户，不能撤回。`,
      okText: '确认放款',
      onOk: async () => {
        await release.mutateAsync({ version }).catch(() => undefined);
      },
    });
  };
  return (
    <div className="stack">
      <p>请核对资料中的扫描件与登记内容一致，再放款。</p>
      <FormProblem cause={release.error} onRefresh={onRefresh} />
      <Button type="primary" block loading={release.isPending} onClick={ask}>
        复核并放款
      </Button>
    </div>
  );
}
