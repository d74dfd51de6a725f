import { percentText } from '@miaodai/values/rate';

/**
 * An annual rate to the hundredth of a per cent, as contracts write it: 36005 ppm is 3.6 %. The plan of a small loan comes to a
 * few ppm beside the contract's rate by rounding to the cent; two decimals keep it the same figure on every page.
 */
export const rateText = (ppm: number): string => percentText(Math.round(ppm / 100) * 100);
