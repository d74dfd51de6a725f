import type { ReactNode } from 'react';
import { difference, type Piece } from './difference.rules.ts';
import type { TextFacts, Wording } from './use-text.ts';

type Variables = TextFacts['variables'];

/** As the customer will read it, examples filled in and marked. */
export function Preview({ wording, variables, form }: { wording: Wording; variables: Variables; form: string }) {
  const { title, paragraphs } = wording;
  const fill = (text: string) => filled(text, variables);
  if (form === 'sms') {
    const text = paragraphs.join('');
    return (
      <div className="sms-preview">
        <p>{fill(text)}</p>
        <span className="muted num">{lengthOf(text, variables)} 字</span>
      </div>
    );
  }
  if (form === 'lines')
    return (
      <ol className="lines-preview">
        {paragraphs.map((line, n) => (
          <li key={n}>
            {line.split('|').map((part, at) => (
              <span key={at}>{fill(part)}</span>
            ))}
          </li>
        ))}
      </ol>
    );
  return (
    <article className="text-preview">
      <h3>{fill(title)}</h3>
      {paragraphs.map((paragraph, n) =>
        paragraph.startsWith('# ') ? <h4 key={n}>{fill(paragraph.slice(2))}</h4> : <p key={n}>{fill(paragraph)}</p>,
      )}
    </article>
  );
}

function filled(text: string, variables: Variables): ReactNode[] {
  return text.split(/(\{\{\w+\}\})/).map((piece, n) => {
    const name = /^\{\{(\w+)\}\}$/.exec(piece)?.[1];
    if (!name) return piece;
    const known = variables.find((one) => one.name === name);
    return (
      <span key={n} className={known ? 'filled' : 'unfilled'} title={known?.label ?? '不认识的填充项'}>
        {known?.sample ?? piece}
      </span>
    );
  });
}

/** With the examples filled in, as the message will be sent. */
export const lengthOf = (text: string, variables: Variables): number =>
  [
    ...text.replace(
      /\{\{(\w+)\}\}/g,
      (whole, name: string) => variables.find((one) => one.name === name)?.sample ?? whole,
    ),
  ].length;

/** Old against new, paragraph by paragraph; what stayed the same is folded away. */
export function Difference({ before, now }: { before: Wording | undefined; now: Wording }) {
  if (!before) return <p className="muted">没有现行版本，全部为新增。</p>;
  const changes = difference([before.title, ...before.paragraphs], [now.title, ...now.paragraphs]);
  const rules = rulesChanged(before, now);
  const same = changes.filter(({ kind }) => kind === 'same').length;
  if (same === changes.length && !rules.length) return <p className="muted">与现行版本完全相同。</p>;
  return (
    <div className="difference">
      <p className="muted">
        {same} 段相同，{changes.length - same} 段不同
      </p>
      {rules.map(({ label, old, fresh }) => (
        <p key={label}>
          {label}：<del className="old">{old}</del> → <ins className="new">{fresh}</ins>
        </p>
      ))}
      {changes.map((change, n) => {
        if (change.kind === 'same') return null;
        return (
          <div className="difference-row" key={n}>
            {change.kind === 'added' ? null : (
              <p data-side="before">
                <span className="side-word">原</span>
                <span>
                  {change.kind === 'removed' ? (
                    <del className="old">{change.before}</del>
                  ) : (
                    marked(change.before, 'old')
                  )}
                </span>
              </p>
            )}
            {change.kind === 'removed' ? null : (
              <p data-side="now">
                <span className="side-word">新</span>
                <span>
                  {change.kind === 'added' ? <ins className="new">{change.now}</ins> : marked(change.now, 'new')}
                </span>
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

const marked = (pieces: Piece[], side: 'old' | 'new') =>
  pieces.map(({ text, differs }, n) => {
    if (!differs) return <span key={n}>{text}</span>;
    return side === 'old' ? (
      <del key={n} className="old">
        {text}
      </del>
    ) : (
      <ins key={n} className="new">
        {text}
      </ins>
    );
  });

function rulesChanged(before: Wording, now: Wording) {
  const rules = [
    { label: '最短阅读时间', old: `${before.readingSeconds} 秒`, fresh: `${now.readingSeconds} 秒` },
    { label: '须读到末尾', old: yesNo(before.mustReachEnd), fresh: yesNo(now.mustReachEnd) },
  ];
  return rules.filter(({ old, fresh }) => old !== fresh);
}

export const yesNo = (is: boolean): string => (is ? '是' : '否');
