import type { Outcome } from '../outcome.ts';

/** The big-data platform's view (大数据平台): a score from 0 (worst) to 1000, and named warnings. */
export type RiskAssessment = { score: number; warnings: string[] };

export interface BigData {
  /** Idempotent on requestNo. */
  assess(query: {
    requestNo: string;
    name: string;
    idNumber: string;
    mobile: string;
  }): Promise<Outcome<RiskAssessment>>;
}
