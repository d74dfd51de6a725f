import type { Outcome } from '../outcome.ts';

export interface VirusScanner {
  /**
   * Looks at a file; keeps nothing and may be repeated. Refused with code 'infected' and the virus's name as the reason;
   * 'not-scanned' where the bank runs no scanner, which is told as it is.
   */
  scan(content: Uint8Array): Promise<Outcome<'clean' | 'not-scanned'>>;
}
