import { Visitor } from 'oxc-parser';
import type { CallExpression, ObjectExpression } from 'oxc-parser';
import type { SourceCheck } from './problem.ts';
import { isTest, textOf } from './problem.ts';

/** A test that does not run says why where it runs; `only` silences all the others and has no why. */
export const silencedTests: SourceCheck = (source, note) => {
  if (!isTest(source.file)) return;
  new Visitor({
    CallExpression(call) {
      const name = textOf(source, call.callee);
      const [, runner = '', modifier] = /^(test|it|describe|suite|t)(?:\.(skip|only|todo))?$/.exec(name) ?? [];
      if (runner === '') return;
      if (modifier === 'only') note(call.start, `${name} silences all other tests`);
      const reason = runner === 't' && isText(call.arguments[0]);
      if ((modifier === 'skip' || modifier === 'todo') && !reason) note(call.start, `${name} gives no reason`);
      for (const argument of call.arguments) {
        if (argument.type === 'ObjectExpression' && runner !== 't') checkOptions(argument);
      }
    },
  }).visit(source.program);

  function checkOptions(options: ObjectExpression): void {
    for (const property of options.properties) {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
      const { name } = property.key;
      const { value } = property;
      const bare = value.type === 'Literal' && (value.value === true || value.value === '');
      if (name === 'only') note(property.start, 'only silences all other tests');
      if ((name === 'skip' || name === 'todo') && bare) note(property.start, `${name} gives no reason`);
    }
  }
};

const isText = (argument: CallExpression['arguments'][number] | undefined): boolean =>
  argument !== undefined &&
  (argument.type === 'TemplateLiteral' ||
    (argument.type === 'Literal' && typeof argument.value === 'string' && argument.value !== ''));
