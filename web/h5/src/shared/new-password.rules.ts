import { loginPasswordError } from '@miaodai/http-api/passwords';

/** The rule itself is the server's; this breaks it up, so that each part can be ticked off while typing. */
export type Demand = { text: string; met: boolean };

export function demandsOn(password: string, mobile: string): readonly Demand[] {
  const length = Array.from(password).length;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  return [
    { text: '8 至 64 位', met: length >= 8 && length <= 64 },
    { text: '字母、数字、符号中至少两种', met: kinds >= 2 },
    { text: '不含手机号，不大量重复', met: loginPasswordError(password, mobile) === undefined },
  ];
}
