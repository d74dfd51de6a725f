import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import type { StaffCaller } from './caller.ts';

/** Of which branch one sees the business; null: of every one. */
export const branchSeen = ({ session }: StaffCaller): string | null =>
  session.branchCode === HEAD_OFFICE ? null : session.branchCode;
