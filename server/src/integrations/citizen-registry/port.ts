import type { Outcome } from '../outcome.ts';

/** 联网核查: does this name belong to this ID number? */
export type CitizenCheck = { match: 'match' | 'mismatch' | 'unknown-number' };

export interface CitizenRegistry {
  /** A look; may be repeated freely. */
  verifyCitizen(who: { name: string; idNumber: string }): Promise<Outcome<CitizenCheck>>;
}
