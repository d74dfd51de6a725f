export const isMobile = (mobile: string): boolean => /^1[3-9]\d{9}$/.test(mobile);
export const mobileError = (mobile: string): string | undefined =>
  isMobile(mobile) ? undefined : '请输入 11 位手机号';
export const codeError = (code: string): string | undefined =>
  code.length === 6 ? undefined : '请输入 6 位短信验证码';
