import type { BusinessDate } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

/** Whether the group's HR system (人力资源管理系统) knows the three elements as one employee, and of which employer. */
export type EmployeeStanding =
  | { employee: false }
  | {
      employee: true;
      employerCode: string;
      employerName: string;
      /** The employer is on the group's instant-loan whitelist (秒贷白名单) today. */
      whitelisted: boolean;
      hiredOn: BusinessDate;
    };

export interface HrSystem {
  /** A look; may be repeated freely. Name, ID number and ERP number must all belong to one employee. */
  verifyEmployee(who: { name: string; idNumber: string; erpNo: string }): Promise<Outcome<EmployeeStanding>>;
}
