import type { AnswerOf } from '../../api.ts';
import { State } from '../../shared/state.tsx';

export type Row = AnswerOf<'listContracts'>['contracts'][number];
export type ContractRecord = AnswerOf<'readContractRecord'>;
export type SigningState = NonNullable<Row['signing']>;

export const signingStates = {
  requested: { label: '签署中', tone: 'active' },
  signed: { label: '已签署', tone: 'good' },
  refused: { label: '签署未成', tone: 'bad' },
} as const satisfies Record<SigningState, { label: string; tone: 'active' | 'good' | 'bad' }>;

/** Where a contract stands, by the latest that happened to it. */
export function ContractState({ state, signedOffline, signing }: Pick<Row, 'state' | 'signedOffline' | 'signing'>) {
  if (state === 'void') return <State tone="idle">已作废</State>;
  if (signedOffline) return <State tone="good">纸质签署</State>;
  if (signing) return <State tone={signingStates[signing].tone}>{signingStates[signing].label}</State>;
  return <State tone="waiting">待客户同意</State>;
}
