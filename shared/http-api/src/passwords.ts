/**
 * What passwords a customer may not choose, and how to say so. The page asks these before it sends, the server before it keeps. The bank
 * may ask for more letters than the least, and keeps a list of passwords that everybody thinks of: both are the server's.
 */
const MIN_LENGTH = 8;
const MAX_LENGTH = 64;

const KINDS = [/[0-9]/, /[a-z]/, /[A-Z]/, /[^0-9a-zA-Z]/];

/** What to do about a login password that is too weak, or undefined where it is good. */
export function loginPasswordError(password: string, mobile = '', minLength = MIN_LENGTH): string | undefined {
  const letters = [...password].length;
  if (letters < minLength) return `登录密码至少 ${minLength} 位`;
  if (letters > MAX_LENGTH) return `登录密码最多 ${MAX_LENGTH} 位`;
  if (/[\p{Cc}\p{Cs}]/u.test(password)) return '登录密码不能包含控制字符';
  if (KINDS.filter((kind) => kind.test(password)).length < 2) return '请同时使用字母、数字、符号中的至少两种';
  if (new Set(password).size < 4) return '请不要大量重复同一个字符';
  if (mobile !== '' && password.includes(mobile)) return '登录密码不能包含您的手机号';
  return undefined;
}

export type Known = { birthday?: string; mobile?: string; idNumber?: string };

/** What is wrong with six digits as a transaction password, or undefined where they are good. @param birthday 'YYYY-MM-DD' */
export function transactionPasswordError(digits: string, known: Known = {}): string | undefined {
  if (!/^\d{6}$/.test(digits)) return '交易密码为 6 位数字';
  if (isRun(digits)) return '交易密码不能是连续数字';
  if (/^(.{1,3})\1+$/.test(digits)) return '交易密码不能是重复数字';
  if (isPairs(digits)) return '交易密码不能是成对重复的数字';
  if (known.birthday && birthdayForms(known.birthday).includes(digits)) return '交易密码不能是您的生日';
  if (known.mobile?.includes(digits)) return '交易密码不能是您手机号中的数字';
  if (known.idNumber?.includes(digits)) return '交易密码不能是您身份证号中的数字';
  return undefined;
}

/** Up or down by one from digit to digit, also over nine and nought: 123456, 654321, 789012. */
function isRun(digits: string): boolean {
  const steps = new Set([...digits].slice(1).map((digit, i) => (Number(digit) - Number(digits[i]) + 10) % 10));
  return steps.size === 1 && (steps.has(1) || steps.has(9));
}

/** 112233, 998877, 111222: equal neighbours that themselves go up or down by one. */
function isPairs(digits: string): boolean {
  const match = /^(.)\1(.)\2(.)\3$/.exec(digits);
  if (match) {
    const [a, b, c] = match.slice(1).map(Number) as [number, number, number];
    return Math.abs(b - a) === 1 && b - a === c - b;
  }
  return /^(.)\1\1(.)\2\2$/.test(digits);
}

/** 1985-06-15 as 850615, 061585, 150685, 198506, 061985 and 151985, as people write it. */
function birthdayForms(birthday: string): string[] {
  const [year = '', month = '', day = ''] = birthday.split('-');
  const short = year.slice(2);
  return [short + month + day, month + day + short, day + month + short, year + month, month + year, day + year];
}
