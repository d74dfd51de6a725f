import assert from 'node:assert/strict';
import test from 'node:test';
import { businessDate } from '@miaodai/values';
import { fen } from '@miaodai/values/fen';
import { csvOf } from './movements.rules.ts';

test('a table has income and expense in their own columns, and no formula', () => {
  const table = csvOf([
    {
      serialNo: '0012',
      bookedOn: businessDate('2026-11-23'),
      direction: 'in',
      amountFen: fen(1_234_56),
      balanceFen: fen(2_000_00),
      title: '=HYPERLINK("x")',
      otherAccountNo: '6222****0012',
    },
  ]);
  const [head = '', row] = table.split('\r\n');
  assert.equal(head.charCodeAt(0), 0xfeff);
  assert.equal(row, '2026-11-23,"\'=HYPERLINK(""x"")",1234.56,,2000.00,6222****0012,"\t0012"');
});
