import type { BusinessDate, Fen } from '@miaodai/values';
import { effectiveRatePpm, nominalRatePpm, type Flow } from '../index.ts';
import { answer, fieldsOf, InputError, integer, text } from './answer.ts';

answer((input) => {
  const flows = flowsFrom(input);
  return { effectivePpm: effectiveRatePpm(flows), nominalMonthlyPpm: nominalRatePpm(flows) };
});

function flowsFrom(input: unknown): Flow[] {
  const { flows } = fieldsOf(input, '', ['flows'], []);
  if (!Array.isArray(flows)) throw new InputError('not-a-list', 'flows', 'expected a list of {on, amountFen}');
  return flows.map((flow: unknown, index) => {
    const path = `flows[${index}]`;
    const fields = fieldsOf(flow, path, ['on', 'amountFen'], []);
    return { on: text(fields, 'on', path) as BusinessDate, amountFen: integer(fields, 'amountFen', path) as Fen };
  });
}
