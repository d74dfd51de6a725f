import type { Employer } from '../../bank/employers/index.ts';
import type { EmployeeStanding } from '../../integrations/hr-system/port.ts';
import type { Route } from './application.rules.ts';

type Known = Employer & { whitelisted: boolean };
export type Routing = {
  route: Route;
  /** Of whom HR knows. */
  employer: { code: string; name: string; grade: string | null; branchCode: string } | null;
  /** HR's list says otherwise than ours: a person finds out which of them is wrong. */
  disagrees: boolean;
};

const HEAD_OFFICE = '*';

/**
 * Who works for the group is known by HR; whom the bank lends to at once is the bank's own list. @param known what the bank's roster of
 * the day says of the employer, if it knows it.
 */
export function routeOf(standing: EmployeeStanding, known: Known | undefined): Routing {
  if (!standing.employee) return { route: 'none', employer: null, disagrees: false };
  const whitelisted = known?.whitelisted ?? false;
  const { name, grade, branchCode } = known ?? { name: standing.employerName, grade: null, branchCode: HEAD_OFFICE };
  return {
    route: whitelisted ? 'instant' : 'standard',
    employer: { code: standing.employerCode, name, grade, branchCode },
    disagrees: whitelisted !== standing.whitelisted,
  };
}
