import { businessDate, fen, ratePpm } from '@miaodai/values';
import type { Dossier } from './dossier.rules.ts';

/** Nobody's dossiers, which every model must be able to answer before it may be drafted: an ordinary one, and what stands at the edges. */
const ordinary: Dossier = {
  decidedOn: businessDate('2026-11-23'),
  application: {
    ...{ productCode: 'instant-loan', branchCode: '*', route: 'instant', termMonths: 12 },
    ...{ purpose: 'travel', wantedFen: 0 },
  },
  applicant: {
    ...{ ageYears: 41, maritalStatus: 'married', education: 'bachelor', position: 'staff', housing: 'owned-clear' },
    ...{ monthlyIncomeFen: fen(12_000_00), monthlyExpenseFen: fen(4_000_00), monthlyDebtFen: fen(0) },
  },
  employer: { known: true, employee: true, code: 'KS01', grade: 'B', whitelisted: true, monthsEmployed: 120 },
  bureau: {
    ...{ known: true, monthlyDebtFen: fen(1_200_00), openLoans: 1, overdueCount24m: 0, worstOverdueDays: 0 },
    lenderQueries6m: 1,
  },
  bigData: { known: true, score: 815, warnings: [] },
  history: { applications: 0, declined: 0, openLoans: 0, outstandingFen: 0, overdueDays: 0 },
  product: {
    ...{ annualRatePpm: ratePpm(36_000), minAmountFen: fen(1_000_00), maxAmountFen: fen(500_000_00) },
    ...{ amountStepFen: fen(100_00), repaymentMethod: 'equal-instalment', dayCount: 'monthly' },
  },
};

/** Nothing is known, nothing is earned, everything is owed. */
const worst: Dossier = {
  ...ordinary,
  application: { ...ordinary.application, route: 'standard', wantedFen: 500_000_00, termMonths: 36 },
  applicant: {
    ...{ ageYears: 18, maritalStatus: 'divorced', education: 'middle-school', position: 'staff', housing: 'dormitory' },
    ...{ monthlyIncomeFen: fen(1), monthlyExpenseFen: fen(99_999_999_99), monthlyDebtFen: fen(99_999_999_99) },
  },
  employer: { known: false, employee: false, code: '', grade: 'C', whitelisted: false, monthsEmployed: 0 },
  bureau: {
    ...{ known: false, monthlyDebtFen: fen(99_999_999_99), openLoans: 99, overdueCount24m: 99 },
    ...{ worstOverdueDays: 9_999, lenderQueries6m: 99 },
  },
  bigData: { known: false, score: 0, warnings: ['a', 'b', 'c'] },
  history: { applications: 99, declined: 99, openLoans: 9, outstandingFen: 99_999_999_99, overdueDays: 9_999 },
};

/** Earns more than anyone, in fen that no rate divides evenly. */
const best: Dossier = {
  ...ordinary,
  applicant: {
    ...{ ageYears: 100, maritalStatus: 'single', education: 'doctor', position: 'senior-manager', housing: 'family' },
    ...{ monthlyIncomeFen: fen(99_999_999_97), monthlyExpenseFen: fen(1), monthlyDebtFen: fen(3) },
  },
  employer: { known: true, employee: true, code: 'KS02', grade: 'A', whitelisted: false, monthsEmployed: 700 },
  bigData: { known: true, score: 1000, warnings: [] },
};

export const sampleDossiers: readonly Dossier[] = [ordinary, worst, best];
