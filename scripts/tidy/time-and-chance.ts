import { Visitor } from 'oxc-parser';
import type { SourceCheck } from './problem.ts';
import { isTest } from './problem.ts';

/** The bank's day moves at day end and the clock of a test moves at will: both come from the context. */
export const clockInBusiness: SourceCheck = ({ file, program }, note) => {
  const business = /^(server\/src\/(customer|lending|ledger|bank)|shared)\//.test(file);
  if (!business || isTest(file)) return;
  new Visitor({
    Identifier({ name, start }) {
      if (name === 'Date')
        note(start, 'Date stays outside; days are BusinessDate and moments Instant, from the context');
    },
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const clock = `${object.name}.${property.name}`;
      if (/^(performance\.now|process\.hrtime|Temporal\.Now)$/.test(clock))
        note(start, `${clock}: the time comes from the context`);
    },
  }).visit(program);
};

/** The same facts give the same answer, today and when an auditor asks. */
export const chanceInRules: SourceCheck = ({ file, program }, note) => {
  if (!file.endsWith('.rules.ts')) return;
  new Visitor({
    Identifier({ name, start }) {
      if (/^(random\w*|getRandomValues)$/.test(name)) note(start, 'rules draw nothing at random');
    },
  }).visit(program);
};
