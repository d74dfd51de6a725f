import { minuteInShanghai, yuanDisplay, type CustomerId } from '@miaodai/values';
import type { Section } from '../../customer/privacy/index.ts';
import { repaymentsOf, requestsOf } from '../../lending/repayment/index.ts';
import { notesOf } from '../../lending/servicing/index.ts';
import type { Needs } from './needs.ts';

type Asked = Pick<Needs, 'db' | 'vault'>;
const MOST = 1_000;

/** What was taken for the customer's loans, or was asked for; and what they have asked of an officer. */
export async function repayments({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await repaymentsOf(db, { customerId }, { limit: MOST });
  const requests = await requestsOf(db, { customerId });
  const notes = await notesOf(
    db,
    vault,
    all.map(({ loanId }) => loanId),
  );
  return {
    ...{ name: 'repayments', title: '还款', purpose: '履行借款合同。' },
    records: [
      ...all.map((repayment) => ({
        借据号: notes.get(repayment.loanId)?.loanNo ?? null,
        方式: repayment.early ? '提前还款' : VIAS[repayment.via],
        金额: `${yuanDisplay(repayment.bookedFen ?? repayment.amountFen)} 元`,
        还款日: repayment.effectiveOn,
        状态: STATES[repayment.state],
        流水号: repayment.coreSerialNo,
        时间: minuteInShanghai(repayment.requestedAt),
      })),
      ...requests.map((request) => ({
        借据号: request.loanNo,
        方式: `提前还款申请 ${request.no}`,
        金额: `${yuanDisplay(request.quoted.amountFen)} 元`,
        还款日: request.debitOn,
        状态: REQUEST_STATES[request.state],
        时间: minuteInShanghai(request.requestedAt),
      })),
    ],
  };
}

const VIAS = { debit: '自动扣款', customer: '主动还款', deposit: '存单还款' } as const;
const STATES = { requested: '处理中', sent: '处理中', booked: '成功', refused: '未成功' } as const;
const REQUEST_STATES = {
  ...{ requested: '审批中', approved: '已通过', paid: '已还款', declined: '未通过' },
  ...{ cancelled: '已撤销', failed: '扣款未成功' },
} as const;
