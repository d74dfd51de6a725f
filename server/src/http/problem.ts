import { problems, problemType, type Problem, type ProblemCode } from '@miaodai/http-api/problems';
import { fen, yuanDisplay, type Refused } from '@miaodai/values';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Refusal = Refused<ProblemCode> & { fields?: Problem['fields'] };

/** A refusal as problem details (RFC 9457), in the customer's words. */
export function problemOf({ refusal, detail, fields }: Refusal, instance: string): Problem {
  const { status, title } = problems[refusal];
  const words = detail && wordsFor(detail);
  return {
    type: problemType(refusal),
    title,
    status,
    code: refusal,
    ...(words ? { detail: words } : {}),
    instance,
    ...(fields ? { fields } : {}),
  };
}

export const sendProblem = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
  reply
    .code(problems[refusal.refusal].status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(problemOf(refusal, request.id));

/** What the numbers that come with a refusal mean for the customer; one of them is there at a time. */
const WORDS: Readonly<Record<string, (value: number | string) => string>> = {
  words: String,
  triesLeft: (n) => `还可以尝试 ${n} 次`,
  minutes: (n) => `请 ${Number(n) >= 120 ? `${Math.ceil(Number(n) / 60)} 小时` : `${n} 分钟`}后再试，或重置密码`,
  waitSeconds: (n) => `请 ${n} 秒后再试`,
  perDay: (n) => `每天最多获取 ${n} 次验证码，请明天再试`,
  facePerDay: (n) => `每天最多识别 ${n} 次，请明天再试`,
  'transfer-below-minimum': (n) => `每笔最低 ${yuanDisplay(fen(Number(n)))} 元`,
  'transfer-above-limit': (n) => `每笔最高 ${yuanDisplay(fen(Number(n)))} 元`,
  'transfer-above-daily-limit': (n) => `今天还可转 ${yuanDisplay(fen(Number(n)))} 元`,
  'repayment-below-minimum': (n) => `最低 ${yuanDisplay(fen(Number(n)))} 元，或者全部结清`,
  'repayment-above-owed': (n) => `最多可还本金 ${yuanDisplay(fen(Number(n)))} 元`,
  'repayment-not-a-multiple': (n) => `还款金额应为 ${yuanDisplay(fen(Number(n)))} 元的整数倍`,
  availableFen: (n) => `可用余额 ${yuanDisplay(fen(Number(n)))} 元`,
  minFen: (n) => `最低可借 ${yuanDisplay(fen(Number(n)))} 元`,
  maxFen: (n) => `最高可借 ${yuanDisplay(fen(Number(n)))} 元`,
  stepFen: (n) => `借款金额应为 ${yuanDisplay(fen(Number(n)))} 元的整数倍`,
};

function wordsFor(detail: Record<string, string | number>): string | undefined {
  for (const [name, value] of Object.entries(detail)) {
    const words = WORDS[name];
    if (words) return words(value);
  }
  return undefined;
}
