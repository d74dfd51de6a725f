/**
 * What passwords a customer may not choose, and how to say so. The page asks these before it sends, the server before it keeps: the
 * floors are those of a bank and no setting.
 */
const MIN_LENGTH = 8;
const MAX_LENGTH = 64;

/** Found at the top of every list of leaked passwords, here and abroad; compared without regard to case. */
const COMMON = new Set(
  (
    'password1 password12 password123 passw0rd p@ssw0rd p@ssword1 pa55word abc12345 abcd1234 abc123456 abc123456789 abcd12345 ' +
    'a1234567 a12345678 a123456789 aa123456 aa12345678 aaa123456 aaaa1111 asd123456 asdf1234 asdfgh123 qwe123456 qwer1234 ' +
    'qwert123 qwert12345 qwerty12 qwerty123 qwerty1234 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 zaq12wsx ' +
    'zxc123456 zxcv1234 zxcvbnm1 zxcvbnm123 123456aa 123456abc 12345678a 123456789a 1234567a 1234abcd 123abc123 123qwe123 ' +
    '123qweasd 1234qwer 12345qwert 123456qq qq123456 qq123456789 woaini123 woaini520 woaini1314 woaini520520 5201314a a5201314 ' +
    'wo123456 nihao123 iloveyou1 iloveyou123 letmein1 welcome1 welcome123 admin123 admin1234 admin888 root1234 test1234 ' +
    'changeme1 monkey123 dragon123 football1 baseball1 sunshine1 princess1 superman1 batman123 master123 hello123 hello1234 ' +
    'freedom1 whatever1 trustno1 michael1 charlie1 jordan23 computer1 internet1 samsung1 liverpool1 zhang123 wang1234 li123456'
  ).split(' '),
);

const KINDS = [/[0-9]/, /[a-z]/, /[A-Z]/, /[^0-9a-zA-Z]/];

/** What to do about a login password that is too weak, or undefined where it is good. */
export function loginPasswordError(password: string, mobile = ''): string | undefined {
  const letters = [...password].length;
  if (letters < MIN_LENGTH) return `登录密码至少 ${MIN_LENGTH} 位`;
  if (letters > MAX_LENGTH) return `登录密码最多 ${MAX_LENGTH} 位`;
  if (/[\p{Cc}\p{Cs}]/u.test(password)) return '登录密码不能包含控制字符';
  if (KINDS.filter((kind) => kind.test(password)).length < 2) return '请同时使用字母、数字、符号中的至少两种';
  if (new Set(password).size < 4) return '请不要大量重复同一个字符';
  if (mobile !== '' && password.includes(mobile)) return '登录密码不能包含您的手机号';
  if (COMMON.has(password.toLowerCase())) return '这个密码太常见，容易被猜到，请更换';
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
