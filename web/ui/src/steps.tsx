import './steps.css';

type StepsProps = { names: readonly string[]; current: number; label?: string };

/** «第 2 步，共 4 步 · 工作信息» in words; the bars beside it only repeat it. */
export function Steps({ names, current, label = '申请进度' }: StepsProps) {
  return (
    <nav className="steps" aria-label={label}>
      <p className="steps-text">
        第 {current + 1} 步，共 {names.length} 步 · <b>{names[current]}</b>
      </p>
      <ol className="steps-bars">
        {names.map((name, at) => (
          <li
            key={name}
            data-done={at < current ? '' : undefined}
            data-now={at === current ? '' : undefined}
            aria-current={at === current ? 'step' : undefined}
          >
            <span className="visually-hidden">
              {name}
              {at < current ? '，已完成' : at === current ? '，进行中' : ''}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
