/**
 * The words both sides of the wire count with: money, days, rates, ids, and answers that may be a refusal.
 * Nothing here knows the bank; everything here is pure.
 */
export * from './business-date.ts';
export * from './canonical-json.ts';
export * from './capital-amount.ts';
export * from './fen.ts';
export * from './id-number.ts';
export * from './ids.ts';
export * from './instant.ts';
export * from './mask.ts';
export * from './rate.ts';
export * from './result.ts';
