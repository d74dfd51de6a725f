/** What a level may approve alone. */
export type Authority = { level: number; maxAmountFen: number; minRatePpm: number; maxTermMonths: number };
export type Terms = { amountFen: number; annualRatePpm: number; termMonths: number };

/** What of these terms lies beyond an authority: nothing, where its holder may approve alone. */
export function beyond(terms: Terms, authority: Authority): ('amount' | 'rate' | 'term')[] {
  return [
    ...(terms.amountFen > authority.maxAmountFen ? ['amount' as const] : []),
    ...(terms.annualRatePpm < authority.minRatePpm ? ['rate' as const] : []),
    ...(terms.termMonths > authority.maxTermMonths ? ['term' as const] : []),
  ];
}

/** '7.2' per cent a year as parts per million, exact to the ppm. */
export const ppmOf = (percent: number): number => Math.round(percent * 10_000);
