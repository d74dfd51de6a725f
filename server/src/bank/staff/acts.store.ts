import type { Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Tx } from '../../platform/db/connect.ts';

export type Act = {
  /** Null where nobody of that login name works here. */
  staffId: string | null;
  loginName: string;
  operation: string;
  /** Which thing: the parameters of the path, never a person's data. */
  subject: Record<string, string>;
  outcome: string;
  from: { device: string; ip: string };
};

/** Into the audit trail, in the transaction of the act itself where it writes. */
export async function recordAct(tx: Tx, act: Act, at: Instant): Promise<void> {
  await tx
    .insertInto('staff.acts')
    .values({
      ...{ act_id: uuid(), staff_id: act.staffId, login_name: act.loginName, operation: act.operation },
      ...{ subject: JSON.stringify(act.subject), outcome: act.outcome, at },
      ...{ device: act.from.device, ip: act.from.ip },
    })
    .execute();
}
