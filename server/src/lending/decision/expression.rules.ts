import type { Shape } from './dossier.rules.ts';

/** What an expression speaks of: a name with its parts; `own` where it begins with '$', `item` where it begins with '#'. */
type Reference = { of: 'scope' | 'own' | 'item'; path: string[] };

const TOKEN =
  /\s+|(?<text>"[^"]*"|'[^']*')|(?<number>\d+(?:\.\d+)?(?:e\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>\?\?|\.\.|[=!<>]=|[-+*/%^=<>.,;:?()[\]{}$#`])|(?<other>.)/gsu;
const WORDS = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null']);
/** One within the other and so on they would run for ever over lists that fit in a line. */
const OVER_LISTS = new Set(['map', 'flatMap', 'filter', 'some', 'all', 'none', 'one', 'count']);
/** Before an interval: everywhere else it would be a list of that length, however long. */
const BEFORE_INTERVAL = new Set(['in', 'or', 'and', 'not', ',', '']);

type Token = { is: 'text' | 'number' | 'name' | 'sign' | 'other'; text: string };

const tokensOf = (expression: string): Token[] =>
  [...expression.matchAll(TOKEN)].flatMap(({ groups = {} }) => {
    const found = Object.entries(groups).find(([, text]) => text !== undefined);
    return found ? [{ is: found[0] as Token['is'], text: found[1] }] : [];
  });

/**
 * The first thing in an expression that is no field of what it works on, or that a model may not use; undefined where all is well. The
 * engine itself would read an unknown name as nothing and go on.
 */
export function faultIn(expression: string, scope: Shape, own?: Shape): string | undefined {
  const tokens = tokensOf(expression);
  const forbidden = tokens.find(({ is, text }) => is === 'other' || (is === 'sign' && '{}`;='.includes(text)));
  if (forbidden) return `不支持“${forbidden.text}”`;
  if (hasLooseInterval(tokens)) return '区间只能用在 in 之后';
  if (tokens.filter(({ is, text }) => is === 'name' && OVER_LISTS.has(text)).length > 2)
    return '一个表达式最多用两个列表函数';
  const references = referencesIn(tokens);
  if (typeof references === 'string') return references;
  const items = itemsOf(scope);
  for (const { of, path } of references) {
    if (of === 'own' && !own) return '此处不能使用“$”';
    const from = of === 'scope' ? scope : of === 'item' ? items : (own ?? items);
    if (!resolve(from, path)) return `没有字段“${(of === 'own' ? '$.' : of === 'item' ? '#.' : '') + path.join('.')}”`;
  }
  return undefined;
}

/** What an expression gives, as far as that is certain: a field that is passed on keeps its parts, everything else is a value. */
export function shapeOf(expression: string, scope: Shape): Shape {
  const isPath = /^\s*[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*\s*$/u.test(expression);
  return (isPath && resolve(scope, expression.trim().split('.'))) || 'value';
}

function resolve(scope: Shape, path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = scope;
  for (const name of path) {
    if (shape === undefined || shape === 'value') return undefined;
    // A list has no names of its own; an element of it is taken by its number.
    if ('list' in shape) shape = name === '[]' ? shape.list : undefined;
    else shape = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
  }
  return shape;
}

/** What '#' may have: the parts of the elements of any list in reach. */
function itemsOf(shape: Shape): Shape {
  if (shape === 'value') return { fields: {} };
  const within = 'list' in shape ? [shape.list] : Object.values(shape.fields);
  const direct = 'list' in shape && typeof shape.list === 'object' && 'fields' in shape.list ? shape.list.fields : {};
  const deeper = within
    .map((one) => itemsOf(one))
    .map((one) => (typeof one === 'object' && 'fields' in one ? one.fields : {}));
  return { fields: Object.assign({}, ...deeper, direct) as Record<string, Shape> };
}

const hasLooseInterval = (tokens: readonly Token[]): boolean => {
  const opened: number[] = [];
  for (const [i, { text }] of tokens.entries()) {
    if (text === '[' || text === '(') opened.push(i);
    if (text === ']' || text === ')') opened.pop();
    if (text !== '..') continue;
    const before = tokens[(opened.at(-1) ?? 0) - 1]?.text ?? '';
    if (opened.length === 0 || !BEFORE_INTERVAL.has(before)) return true;
  }
  return false;
};

function referencesIn(tokens: readonly Token[]): Reference[] | string {
  const found: Reference[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    const before = tokens[i - 1]?.text;
    if (before === '.' && token.is === 'name') {
      // What belongs to a computed value cannot be known; a method of it is the engine's.
      if (tokens[i + 1]?.text !== '(') return `无法检查“.${token.text}”，请先用一个字段保存中间结果`;
      continue;
    }
    const starts = token.text === '$' || token.text === '#' || (token.is === 'name' && !WORDS.has(token.text));
    if (!starts) continue;
    const read = readPath(tokens, i);
    if (typeof read === 'string') return read;
    if (read.reference) found.push(read.reference);
    i = read.last;
  }
  return found;
}

/** From a name on: its parts, without a method at the end; nothing where it is a function of the engine's. */
function readPath(tokens: readonly Token[], from: number): { reference?: Reference; last: number } | string {
  const first = tokens[from] as Token;
  const sigil = first.is === 'sign';
  const path = sigil ? [] : [first.text];
  let last = from;
  if (sigil && tokens[from + 1]?.is === 'name') {
    if (first.text === '$') return `不支持“$${tokens[from + 1]?.text ?? ''}”，请直接写字段名`;
    return `“#${tokens[from + 1]?.text ?? ''}”缺少点号`;
  }
  if (!sigil && tokens[from + 1]?.text === '(') return { last: from };
  for (;;) {
    const [sign, next, after] = [tokens[last + 1], tokens[last + 2], tokens[last + 3]];
    if (sign?.text === '.' && next?.is === 'name') {
      if (after?.text === '(') break;
      path.push(next.text);
      last += 2;
    } else if (sign?.text === '[' && next?.is === 'number' && after?.text === ']') {
      path.push('[]');
      last += 3;
    } else if (sign?.text === '[' && !(sigil && first.text === '$' && path.length === 0)) {
      return '方括号内只能写序号';
    } else break;
  }
  return { reference: { of: first.text === '$' ? 'own' : first.text === '#' ? 'item' : 'scope', path }, last };
}
