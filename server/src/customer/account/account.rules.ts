import type { AccountState } from '../../integrations/core-banking/port.ts';

/** Money may come in while an account is normal or credit-only (只收不付). */
export const mayReceive = (state: AccountState): boolean => state === 'normal' || state === 'credit-only';
