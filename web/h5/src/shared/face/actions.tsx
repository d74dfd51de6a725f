/** The movements that the server may ask for, in big words, with what to do if the words are not enough. */
const actions = {
  neutral: { words: '请正对屏幕', more: '脸放在圆圈里，眼睛看屏幕，不要说话' },
  'turn-left': { words: '请慢慢向左转头', more: '转三分之一就够，停一下再转回来' },
  'turn-right': { words: '请慢慢向右转头', more: '转三分之一就够，停一下再转回来' },
  blink: { words: '请闭眼，再睁开', more: '闭上眼睛，心里数一下，再睁开' },
  'open-mouth': { words: '请张大嘴', more: '张开嘴停一下，再合上' },
} as const;

export type CueName = keyof typeof actions;
export const actionWords = (name: CueName): { words: string; more: string } => actions[name];

/** A head that does what is asked for: arrows for turns, closed eyes, an open mouth. */
export const ActionFigure = ({ name }: { name: CueName }) => (
  <svg className="face-figure" viewBox="0 0 96 72" aria-hidden="true" focusable="false">
    <ellipse cx="48" cy="36" rx="21" ry="26" />
    {name === 'blink' ? (
      <path d="M35 31q5 4 9 0M52 31q5 4 9 0" />
    ) : (
      <path className="face-figure-solid" d={eyes(name)} />
    )}
    {name === 'open-mouth' ? (
      <ellipse className="face-figure-solid" cx="48" cy="49" rx="6" ry="7" />
    ) : (
      <path d={mouth(name)} />
    )}
    {arrows[name] ? <path className="face-figure-arrow" d={arrows[name]} /> : null}
  </svg>
);

const dot = (x: number, y: number): string => `M${x - 2.4} ${y}a2.4 2.4 0 104.8 0a2.4 2.4 0 10-4.8 0z`;

function eyes(name: CueName): string {
  const shift = name === 'turn-left' ? -7 : name === 'turn-right' ? 7 : 0;
  return dot(40 + shift, 30) + dot(56 + shift, 30);
}

function mouth(name: CueName): string {
  const x = 41 + (name === 'turn-left' ? -7 : name === 'turn-right' ? 7 : 0);
  return `M${x} 48q7 5 14 0`;
}

const arrows: Partial<Record<CueName, string>> = {
  'turn-left': 'M20 36H6M12 29l-7 7l7 7',
  'turn-right': 'M76 36h14M84 29l7 7l-7 7',
};
