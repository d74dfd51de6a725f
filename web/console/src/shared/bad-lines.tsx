import { ApiProblem } from '../api.ts';

type Line = { line: number | null; where: string; message: string };

/** What is wrong with an uploaded file, each with its line; 'line:12:单位名称', 'content:12'. */
export const badLinesOf = (cause: unknown): Line[] =>
  cause instanceof ApiProblem
    ? (cause.problem.fields ?? []).map(({ path, message }) => {
        const [what = '', line, where = ''] = path.split(':');
        const no = Number(line);
        return { line: Number.isInteger(no) && no > 0 ? no : null, where: line ? where : what, message };
      })
    : [];

type Props = {
  lines: readonly Line[];
  /** The file's own lines, to show what stands there. */ text?: string | undefined;
};

export function BadLines({ lines, text }: Props) {
  if (!lines.length) return null;
  const own = text?.split('\n');
  return (
    <div className="bad-lines" role="region" aria-label="有误的行" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">行号</th>
            {own ? <th scope="col">该行内容</th> : <th scope="col">列</th>}
            <th scope="col">原因</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, where, message }, n) => (
            <tr key={n}>
              <td className="num">{line ?? '—'}</td>
              <td>{own ? <code>{(own[(line ?? 0) - 1] ?? '').trim().slice(0, 200)}</code> : where || '—'}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
