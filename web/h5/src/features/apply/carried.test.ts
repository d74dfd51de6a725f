import assert from 'node:assert/strict';
import test from 'node:test';
import { moneyFields, wantedField } from '@miaodai/http-api/fields';
import { fen } from '@miaodai/values/fen';
import { carriedInto } from './carried.ts';

const terms = [6, 12];
const wish = { amountFen: fen(80_000_00), termMonths: 12, monthlyIncomeFen: fen(9_000_00), monthlyDebtFen: fen(0) };

test('what a calculator was told fills what the form asks for and has no answer to', () => {
  const income = { monthlyIncomeFen: 9_000_00, monthlyDebtFen: 0 };
  assert.deepEqual(carriedInto({}, wish, moneyFields, terms), { ...income, termMonths: 12 });
  const wanted = { ...moneyFields, wantedFen: wantedField };
  assert.deepEqual(carriedInto({}, wish, wanted, terms), { ...income, wantedFen: 80_000_00, termMonths: 12 });
});

test('an answer that is there stays, and what may not stand in the form is left out', () => {
  const saved = { monthlyIncomeFen: fen(7_000_00), termMonths: 6 };
  assert.deepEqual(carriedInto(saved, wish, moneyFields, terms), { monthlyDebtFen: 0 });
  assert.deepEqual(carriedInto({}, { monthlyIncomeFen: fen(1), termMonths: 36 }, moneyFields, terms), {});
  assert.deepEqual(carriedInto({}, {}, moneyFields, terms), {});
});
