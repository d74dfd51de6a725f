import { LinkButton, Notice } from '@miaodai/ui';
import { ApiProblem } from '../api.ts';

type ProblemProps = { problem: unknown; onRetry?: (() => void) | undefined; retryText?: string };

/** What went wrong and what to do; the request's number only where the bank must look into it. */
export function ProblemNotice({ problem, onRetry, retryText = '重试' }: ProblemProps) {
  if (!problem) return null;
  const { text, number } = wording(problem);
  return (
    <Notice tone="danger" alert>
      <p>{text}</p>
      {number ? <p className="xs muted">编号 {number}</p> : null}
      {onRetry ? <LinkButton onClick={onRetry}>{retryText}</LinkButton> : null}
    </Notice>
  );
}

export function wording(problem: unknown): { text: string; number?: string } {
  if (!(problem instanceof ApiProblem)) return { text: '网络不稳定，没有收到应答。您填写的内容都在，请稍后重试。' };
  const { title, detail, status, instance, fields } = problem.problem;
  // The title says what is wrong, the detail what to do about it.
  const text = detail ? `${title}，${detail}` : (fields?.[0]?.message ?? title);
  return status >= 500 ? { text, number: instance } : { text };
}

/** What the server says of one field of the input. */
export const fieldProblem = (problem: unknown, path: string): string | undefined =>
  problem instanceof ApiProblem
    ? problem.problem.fields?.find((field) => field.path === path || field.path.endsWith(`.${path}`))?.message
    : undefined;

/** What is wrong with the SMS code, for its field; undefined where the problem is another. */
export const smsCodeProblem = (problem: unknown): string | undefined =>
  ['sms-code-wrong', 'sms-code-expired'].includes(codeOf(problem) ?? '') ? wording(problem).text : undefined;

export const codeOf = (problem: unknown): string | undefined =>
  problem instanceof ApiProblem ? problem.problem.code : undefined;
