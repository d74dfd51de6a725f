import type { Fen } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

/** What a decision reads of a personal credit report (个人信用报告). */
export type CreditReport = {
  reportNo: string;
  /** What all loans known to the bureau cost a month. */
  monthlyDebtFen: Fen;
  openLoans: number;
  /** Instalments overdue in the last 24 months, and the longest delay in days. */
  overdueCount24m: number;
  worstOverdueDays: number;
  /** How often lenders asked in the last 6 months. */
  lenderQueries6m: number;
};

export interface CreditBureau {
  /**
   * Idempotent on queryNo: a repeat returns the same report and is recorded and billed once. Each new queryNo leaves a trace
   * on the person's report, so there is one per application and consent.
   */
  report(query: { queryNo: string; consentNo: string; name: string; idNumber: string }): Promise<Outcome<CreditReport>>;
}
