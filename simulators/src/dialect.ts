import { valueAt, withValueAt, type Message } from './message.ts';

/** How one system words its answers: where the code, the text and the echoed fields are, by path. */
export type Dialect = {
  code: string;
  ok: string | number;
  malformed: string | number;
  /** What a call is answered that was not carried out, where no other code is asked for. */
  failed: string | number;
  text: string;
  texts: Readonly<Record<string, string>>;
  amount?: string;
  currency?: string;
  account?: string;
};

/** An answer under that code to a call that did nothing. */
export function answerUnder(
  dialect: Dialect,
  code: string | number,
  echo?: { path: string; message: Message },
): Message {
  const text = dialect.texts[String(code)] ?? '处理失败';
  const answer = withValueAt(withValueAt({}, dialect.code, code), dialect.text, text);
  return echo ? withValueAt(answer, echo.path, valueAt(echo.message, echo.path)) : answer;
}
