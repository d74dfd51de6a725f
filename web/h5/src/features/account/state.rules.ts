import type { ElectronicAccount } from '../../shared/account.ts';

type State = ElectronicAccount['state'];

export const stateName: Record<State, string> = {
  opening: '开户处理中',
  'opening-refused': '未开户成功',
  'not-active': '未激活',
  activating: '激活处理中',
  normal: '正常',
  frozen: '已冻结',
  'credit-only': '只收不付',
  lost: '已挂失',
  closed: '已销户',
};

/** The page that brings an account out of a state; undefined where only the bank can. */
export const wayOutOf = (state: State): { name: string; href: string } | undefined => ways[state];

const ways: Partial<Record<State, { name: string; href: string }>> = {
  opening: { name: '查看开户进度', href: '/open-account' },
  'opening-refused': { name: '重新开户', href: '/open-account' },
  'not-active': { name: '去激活', href: '/activate' },
  activating: { name: '查看激活进度', href: '/activate' },
  lost: { name: '解除挂失', href: '/account/release-loss' },
  frozen: { name: '解除冻结', href: '/account/unfreeze' },
};

type Offer = 'transfers' | 'movements' | 'card' | 'report-loss' | 'release-loss' | 'freeze' | 'unfreeze';
const IN_USE = ['transfers', 'movements', 'card'] as const;
const offers: Partial<Record<State, readonly Offer[]>> = {
  normal: [...IN_USE, 'report-loss', 'freeze'],
  'credit-only': [...IN_USE, 'report-loss', 'freeze'],
  lost: [...IN_USE, 'release-loss'],
  frozen: [...IN_USE, 'unfreeze'],
  closed: ['movements'],
};

/** What is offered for an account in a state: nothing that the core would refuse in any case. */
export const isOffered = (offer: Offer, state: State): boolean => offers[state]?.includes(offer) ?? false;
