/** How long to wait before the next inquiry: the first pause doubled with every attempt, up to the longest. */
export const inquiryPause = (attempt: number, firstSeconds: number, longestSeconds: number): number =>
  Math.min(firstSeconds * 2 ** Math.min(attempt - 1, 20), longestSeconds);
