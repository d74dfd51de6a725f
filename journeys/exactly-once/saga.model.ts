/**
 * What must come of a payout, whatever the core does and whoever dies on the way: written from the core's interface document and
 * the rules of the fault script (docs/integrations), not from the server.
 */
export const TRANSFER_FAULTS = {
  none: undefined,
  'lost before': 'hang-up-before',
  'lost after': 'apply-then-hang-up',
  'html, done': { kind: 'status-500-html', applied: true },
  'html, not done': { kind: 'status-500-html', applied: false },
  'half an answer': { kind: 'truncated-json', applied: true },
  'failure text, not done': 'success-code-with-failure-text',
  'other amount': 'other-amount',
  'other number': 'other-number',
  refused: { kind: 'refuse', code: '2203' },
  busy: { kind: 'refuse', code: '9001' },
  'processing, one inquiry long': { kind: 'processing', inquiries: 1 },
  'in a queue, one inquiry long': { kind: 'absent-then-appears', inquiries: 1 },
} as const;
export const INQUIRY_FAULTS = {
  none: undefined,
  'lost before': 'hang-up-before',
  'half an answer': { kind: 'truncated-json', applied: true },
  'says absent': { kind: 'refuse', code: '3404' },
  'other amount': 'other-amount',
} as const;
export type TransferFault = keyof typeof TRANSFER_FAULTS;
export type InquiryFault = keyof typeof INQUIRY_FAULTS;

export type Step =
  | { do: 'confirm'; node: 0 | 1 }
  /** A worker runs the job; it may die with its claim committed, before it calls or before it keeps what it has heard. */
  | {
      do: 'work';
      node: 0 | 1;
      transfer: TransferFault;
      inquiry: InquiryFault;
      dies: 'no' | 'before calling' | 'after calling';
    }
  /** Time passes: leases run out. */
  | { do: 'wait' };

type AtCore = 'unseen' | 'booked' | 'refused' | { parked: 'processing' | 'in-flight'; inquiries: number };
export type Payout = {
  state: 'requested' | 'sent' | 'paid' | 'refused';
  attempts: number;
  leased: boolean;
  core: AtCore;
};
type Heard = 'paid' | 'refused' | 'nothing final';

export const isOpen = ({ state }: Payout): boolean => state === 'requested' || state === 'sent';

/** One step further; the last payout is the one that counts. */
export function follow(payouts: readonly Payout[], step: Step): Payout[] {
  const before = payouts.slice(0, -1);
  const last = payouts.at(-1);
  if (step.do === 'confirm')
    return last && last.state !== 'refused'
      ? [...payouts]
      : [...payouts, { state: 'requested', attempts: 0, leased: false, core: 'unseen' }];
  if (!last) return [];
  if (step.do === 'wait') return [...before, { ...last, leased: false }];
  return [...before, isOpen(last) && !last.leased ? worked(last, step) : last];
}

function worked(payout: Payout, { transfer, inquiry, dies }: Extract<Step, { do: 'work' }>): Payout {
  const claimed: Payout = { ...payout, state: 'sent', attempts: payout.attempts + 1, leased: true };
  if (dies === 'before calling') return claimed;
  const [core, heard] =
    claimed.attempts === 1 ? ordered(payout.core, transfer) : inquired(payout.core, inquiry, transfer);
  if (dies === 'after calling') return { ...claimed, core };
  return { ...claimed, core, leased: false, state: heard === 'nothing final' ? 'sent' : heard };
}

/** The core gets the order, for the first time or again. */
function ordered(core: AtCore, fault: TransferFault): [AtCore, Heard] {
  if (['lost before', 'html, not done', 'failure text, not done', 'busy'].includes(fault))
    return [core, 'nothing final'];
  if (core === 'unseen' && fault === 'refused') return ['refused', 'refused'];
  if (core === 'unseen' && fault === 'processing, one inquiry long')
    return [{ parked: 'processing', inquiries: 1 }, 'nothing final'];
  if (core === 'unseen' && fault === 'in a queue, one inquiry long')
    return [{ parked: 'in-flight', inquiries: 1 }, 'nothing final'];
  if (typeof core === 'object' && core.parked === 'processing') return [core, 'nothing final'];
  const arrives = ['none', 'refused', 'processing, one inquiry long'].includes(fault);
  // A refusal has no amount that could be wrong.
  if (core === 'refused') return [core, arrives || fault === 'other amount' ? 'refused' : 'nothing final'];
  return ['booked', arrives ? 'paid' : 'nothing final'];
}

/** We ask by our number; where the core says that it does not know it, the order is sent again. */
function inquired(core: AtCore, fault: InquiryFault, transfer: TransferFault): [AtCore, Heard] {
  if (fault === 'lost before') return [core, 'nothing final'];
  if (fault === 'says absent') return ordered(core, transfer);
  const after = looked(core);
  if (fault === 'half an answer') return [after, 'nothing final'];
  if (core === 'unseen' || (typeof core === 'object' && core.parked === 'in-flight' && core.inquiries > 0))
    return ordered(after, transfer);
  if (after === 'booked') return [after, fault === 'other amount' ? 'nothing final' : 'paid'];
  return [after, after === 'refused' ? 'refused' : 'nothing final'];
}

/** What a look does to the core: a parked order is carried out once it has been asked about often enough. */
function looked(core: AtCore): AtCore {
  if (typeof core !== 'object') return core;
  return core.inquiries > 0 ? { ...core, inquiries: core.inquiries - 1 } : 'booked';
}
