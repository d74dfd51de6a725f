import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, yuanDisplay, type ApplicationId, type DisbursementId, type LoanId } from '@miaodai/values';
import fc from 'fast-check';
import type { Entry } from '../ledger/index.ts';
import { limitGranted, limitReleased, payoutPaid, payoutRefused, payoutRequested } from './accounting.ts';

const application = 'A1' as ApplicationId;
const disbursement = 'D1' as DisbursementId;
const loan = 'L1' as LoanId;
const on = businessDate('2026-11-23');

/** An entry as an accountant writes it: debits left, credits right. */
const written = ({ ref, lines }: Entry): string[] => [
  ref,
  ...lines.map(({ account, debitFen, creditFen }) =>
    debitFen > 0 ? `借 ${account} ${yuanDisplay(debitFen)}` : `   贷 ${account} ${yuanDisplay(creditFen)}`,
  ),
];

test('授信: a limit of 63,500 is granted, off the balance sheet', () => {
  assert.deepEqual(written(limitGranted(application, fen(63_500_00), on)), [
    'limit-granted:A1',
    '借 9001-02/A1 63,500.00',
    '   贷 9001-01 63,500.00',
  ]);
});

test('额度占用: 50,000 of it are set aside while the payout is open', () => {
  assert.deepEqual(written(payoutRequested(disbursement, application, fen(50_000_00), on)), [
    'payout-requested:D1',
    '借 9001-03/D1 50,000.00',
    '   贷 9001-02/A1 50,000.00',
  ]);
});

test('放款拒绝: the core has refused, and the 50,000 may be drawn again', () => {
  assert.deepEqual(written(payoutRefused(disbursement, application, fen(50_000_00), on)), [
    'payout-refused:D1',
    '借 9001-02/A1 50,000.00',
    '   贷 9001-03/D1 50,000.00',
  ]);
});

test('放款: the loan is an asset against the clearing with the core; the limit is used up, and the 13,500 that were not drawn lapse', () => {
  const paid = {
    id: disbursement,
    applicationId: application,
    loanId: loan,
    amount: fen(50_000_00),
    unused: fen(13_500_00),
  };
  assert.deepEqual(written(payoutPaid(paid, on)), [
    'payout-paid:D1',
    '借 1303-01/L1 50,000.00',
    '   贷 3001-09 50,000.00',
    '借 9001-01 50,000.00',
    '   贷 9001-03/D1 50,000.00',
    '借 9001-01 13,500.00',
    '   贷 9001-02/A1 13,500.00',
  ]);
});

test('放款: a limit that is drawn whole leaves nothing to lapse', () => {
  const paid = { id: disbursement, applicationId: application, loanId: loan, amount: fen(63_500_00), unused: fen(0) };
  assert.deepEqual(written(payoutPaid(paid, on)), [
    'payout-paid:D1',
    '借 1303-01/L1 63,500.00',
    '   贷 3001-09 63,500.00',
    '借 9001-01 63,500.00',
    '   贷 9001-03/D1 63,500.00',
  ]);
});

test('额度释放: what was granted is taken back', () => {
  assert.deepEqual(written(limitReleased(application, fen(63_500_00), on)), [
    'limit-released:A1',
    '借 9001-01 63,500.00',
    '   贷 9001-02/A1 63,500.00',
  ]);
});

/** Debits less credits by account, over some entries. */
function balances(entries: Entry[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, debitFen, creditFen } of entries.flatMap(({ lines }) => lines)) {
    sums[account] = (sums[account] ?? 0) + debitFen - creditFen;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

test('whatever a loan goes through, each entry balances on and off the sheet, and at the end only the loan is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500_000_00 }), fc.nat(500_000_00), fc.nat(3), (drawn, rest, refusals) => {
      const [amount, unused, limit] = [fen(drawn), fen(rest), fen(drawn + rest)];
      const tries = Array.from({ length: refusals }, (_, i) => `D${i + 2}` as DisbursementId);
      const facts = [
        limitGranted(application, limit, on),
        ...tries.flatMap((id) => [
          payoutRequested(id, application, amount, on),
          payoutRefused(id, application, amount, on),
        ]),
      ];
      assert.deepEqual(balances([...facts, limitReleased(application, limit, on)]), {});
      facts.push(payoutRequested(disbursement, application, amount, on));
      facts.push(payoutPaid({ id: disbursement, applicationId: application, loanId: loan, amount, unused }, on));
      for (const { ref, lines } of facts) {
        for (const isMemo of [true, false]) {
          const book = lines.filter(({ account }) => account.startsWith('9') === isMemo);
          assert.equal(
            book.reduce((sum, line) => sum + line.debitFen - line.creditFen, 0),
            0,
            ref,
          );
        }
      }
      assert.equal(new Set(facts.map(({ ref }) => ref)).size, facts.length, 'each fact books under its own number');
      assert.ok(facts.every((entry) => entry.on === on));
      assert.deepEqual(balances(facts), { '1303-01/L1': drawn, '3001-09': -drawn });
    }),
  );
});
