import { fen, percentText, yuanDisplay } from '@miaodai/values';

/** An amount in the table's column or a list of facts: the unit stands in the header or behind it. */
export const Money = ({ value, unit }: { value: number | null | undefined; unit?: boolean }) =>
  value === null || value === undefined ? (
    <span className="nothing">—</span>
  ) : (
    <span className="num">
      {yuanText(value)}
      {unit ? ' 元' : null}
    </span>
  );

/** '200,000.00' */
export const yuanText = (value: number): string => yuanDisplay(fen(value));
/** '200,000', where there are no odd cents. */
export const yuanShort = (value: number): string => yuanText(value).replace(/\.00$/, '');
/** '7.2%' */
export const rateText = (ppm: number): string => percentText(ppm);
