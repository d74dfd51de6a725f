import { Visitor } from 'oxc-parser';
import type { CallExpression, Node } from 'oxc-parser';
import type { SourceCheck } from './problem.ts';
import { isTest, textOf } from './problem.ts';

const money = /fen|yuan|amount|money|balance|principal|interest/i;

/**
 * Money as a binary fraction, where the names say that it is money. shared/values is the one place that turns yuan into
 * fen and back.
 */
export const floatMoney: SourceCheck = (source, note) => {
  const { file, program } = source;
  if (!/^(server\/src|shared|web)\//.test(file) || file.startsWith('shared/values/') || isTest(file)) return;
  const whole: Node[] = [];
  new Visitor({
    CallExpression(call) {
      const name = textOf(source, call.callee).replace(/^Number\.(?=parse)/, '');
      if (/^Math\.(trunc|floor)$/.test(name)) whole.push(call);
      if (name === 'parseFloat') note(call.start, 'parseFloat makes a binary fraction; fenFromYuan reads money');
      const what = argumentsText(call);
      if (name === 'Number' && /yuan/i.test(what)) note(call.start, 'fenFromYuan reads yuan, exactly');
      if (name.endsWith('.toFixed') && money.test(name)) note(call.start, 'yuanDisplay writes money, exactly');
    },
    BinaryExpression({ operator, left, right, start, end }) {
      const hundred = [left, right].some((side) => side.type === 'Literal' && side.value === 100);
      if (!hundred) return;
      const other = `${textOf(source, left)} ${textOf(source, right)}`;
      if (operator === '*' && /yuan/i.test(other)) note(start, 'fenFromYuan turns yuan into fen, exactly');
      const kept = whole.some((call) => call.start <= start && end <= call.end);
      if (operator === '/' && /fen\b/i.test(other) && !kept)
        note(start, 'fen / 100 is a binary fraction; yuanDisplay writes money');
    },
  }).visit(program);

  function argumentsText(call: CallExpression): string {
    return call.arguments.map((argument) => textOf(source, argument)).join();
  }
};
