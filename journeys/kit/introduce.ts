import { addMonths, businessDate } from '@miaodai/values';
import type { Person } from './persons.ts';

/** Lets the simulators know persons: accounts at the core, cards at the network, places on the roster. Who is there already stays. */
export async function introduceToSimulators(controlUrl: string, persons: readonly Person[]): Promise<void> {
  const hiredOn = addMonths(businessDate('2020-01-01'), 6);
  await tell(controlUrl, 'POST', '/accounts', [
    ...persons.map(({ accountNo, name, idNumber }) => ({
      accountNo,
      holderName: name,
      idNumber,
      balanceFen: 1_234_56,
    })),
  ]);
  await tell(controlUrl, 'POST', '/cards', [
    ...persons.map(({ cardNo, name, idNumber, mobile }) => ({ cardNo, holderName: name, idNumber, mobile })),
  ]);
  const employees = persons.filter(({ employerCode }) => employerCode !== null);
  await tell(controlUrl, 'POST', '/employees', [
    ...employees.map(({ erpNo, name, idNumber, employerCode }) => ({ erpNo, name, idNumber, employerCode, hiredOn })),
  ]);
}

/** One request to the simulators' control port. @throws with its answer where it is refused. */
export async function tell<T = unknown>(controlUrl: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`simulators: ${method} ${path} → ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
