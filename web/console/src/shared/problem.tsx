import { Alert, Button } from 'antd';
import { ApiProblem, NoAnswer } from '../api.ts';

/** What went wrong, in the words that the server chose. */
export function problemText(cause: unknown): string {
  if (cause instanceof ApiProblem) {
    const { title, detail } = cause.problem;
    return detail ?? title;
  }
  if (cause instanceof NoAnswer) return '网络不稳定，没有收到应答。请稍后重试，已填写的内容不会丢失。';
  return '页面出错了，请刷新后重试。';
}

/** The number under which operations finds this answer in the logs. A plain no needs none. */
const traceOf = (cause: unknown, asked: boolean): string | undefined =>
  cause instanceof ApiProblem && (asked || cause.problem.status >= 500) ? cause.problem.instance : undefined;

export const isCode = (cause: unknown, ...codes: string[]): boolean =>
  cause instanceof ApiProblem && codes.includes(cause.problem.code);

/** What is wrong field by field, in one sentence: for a form whose fields do not say it themselves. */
const fieldWords = (cause: unknown): string | undefined =>
  cause instanceof ApiProblem && cause.problem.fields?.length
    ? cause.problem.fields.map(({ message }) => message).join('；')
    : undefined;

type Props = { cause: unknown; retry?: (() => void) | undefined; className?: string; fields?: boolean };

/** An error of the page or of a form: stays until it is over, with the number that operations asks for. */
export function Problem({ cause, retry, className, fields = false }: Props) {
  if (!cause) return null;
  const trace = traceOf(cause, retry !== undefined);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      {...(className ? { className } : {})}
      title={(fields && fieldWords(cause)) || problemText(cause)}
      description={trace ? <span className="trace">跟踪号 {trace}</span> : undefined}
      action={
        retry ? (
          <Button size="small" onClick={retry}>
            重试
          </Button>
        ) : undefined
      }
    />
  );
}
