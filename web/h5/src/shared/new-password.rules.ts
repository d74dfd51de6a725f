/** What is asked of a login password as far as it can be seen here. The server decides: it knows the common ones, too. */
export type Demand = { text: string; met: boolean };

export function demandsOn(password: string, mobile: string): readonly Demand[] {
  const length = Array.from(password).length;
  const kinds = [/[A-Za-z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  return [
    { text: '8 至 64 位', met: length >= 8 && length <= 64 },
    { text: '字母、数字、符号中至少两种', met: kinds >= 2 },
    { text: '不含您的手机号', met: length > 0 && (mobile.length !== 11 || !password.includes(mobile)) },
  ];
}

export const isGoodEnough = (password: string, mobile: string): boolean =>
  demandsOn(password, mobile).every(({ met }) => met);
