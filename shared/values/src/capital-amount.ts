import type { Fen } from './fen.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/**
 * The amount in capitals (人民币大写) as the rules for filling in payment vouchers ask (支付结算办法, annex 1):
 * 10_234_50 → 人民币壹万零贰佰叁拾肆元伍角; 整 after yuan or jiao, nothing after fen.
 * @throws RangeError on a negative amount or one of 10^16 yuan and more.
 */
export function capitalAmount(amount: Fen): string {
  if (amount < 0) throw new RangeError('capitals are for amounts from zero up');
  const yuan = Math.floor(amount / 100);
  const jiao = Math.floor((amount % 100) / 10);
  const cents = amount % 10;
  if (amount === 0) return '人民币零元整';
  let text = yuan > 0 ? `${wholeYuan(yuan)}元` : '';
  if (jiao > 0) text += `${DIGITS[jiao]}角`;
  else if (cents > 0 && yuan > 0) text += '零';
  text += cents > 0 ? `${DIGITS[cents]}分` : '整';
  return `人民币${text}`;
}

function wholeYuan(yuan: number): string {
  const groups = String(yuan)
    .replace(/\B(?=(\d{4})+$)/g, ',')
    .split(',');
  let text = '';
  let gap = false; // A zero was passed over and must be said before the next digit.
  groups.forEach((group, g) => {
    const name = GROUPS[groups.length - 1 - g] as string;
    [...group].forEach((digit, i) => {
      if (digit === '0') {
        gap = text !== '';
        return;
      }
      text += (gap ? '零' : '') + DIGITS[Number(digit)] + PLACES[group.length - 1 - i];
      gap = false;
    });
    if (Number(group) > 0) text += name;
  });
  return text;
}
