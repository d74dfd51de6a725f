import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkModel } from './check-model.ts';
import { DOSSIER_SHAPE, hasShape, type Dossier, type Shape } from './dossier.rules.ts';
import { faultIn } from './expression.rules.ts';
import { readJson } from './json-lines.rules.ts';
import { sampleDossiers } from './sample-dossiers.rules.ts';

const MODEL = readFileSync(join(import.meta.dirname, '..', '..', 'seed', 'models', 'default.json'), 'utf8');
/** With one thing changed; its line is where the change stands. */
function changed(from: string, to: string): { content: string; line: number } {
  const at = MODEL.indexOf(from);
  assert.ok(at >= 0, from);
  return { content: MODEL.replace(from, () => to), line: MODEL.slice(0, at).split('\n').length };
}
async function faultsOf(content: string): Promise<{ line: number; node: string | null; reason: string }[]> {
  const checked = await checkModel(content);
  return checked.ok ? [] : checked.faults;
}

test('the model that the bank begins with is in order', async () => {
  assert.deepEqual(await faultsOf(MODEL), []);
});

test('a text that is no JSON is told where it stops being it', async () => {
  assert.deepEqual(await faultsOf(MODEL.replace('"edges": [', '"edges": [,')), [
    { line: MODEL.slice(0, MODEL.indexOf('"edges"')).split('\n').length, node: null, reason: '此处不应出现“,”' },
  ]);
  const [cut] = await faultsOf(MODEL.slice(0, MODEL.indexOf('"评分卡"') + 3));
  assert.match(cut?.reason ?? '', /没有结束/);
  const [twice] = await faultsOf(MODEL.replace('"edges": [', '"nodes": ['));
  assert.match(twice?.reason ?? '', /“nodes”重复/);
  assert.match((await faultsOf('')).at(0)?.reason ?? '', /不完整/);
  assert.match((await faultsOf('['.repeat(100_000))).at(0)?.reason ?? '', /嵌套层数过多/);
});

const EXPRESSIONS: [what: string, from: string, to: string, node: string, reason: RegExp][] = [
  [
    'a field that no dossier has',
    'bureau.worstOverdueDays',
    'bureau.worstOverdueDay',
    '准入规则',
    /没有字段“bureau\.worstOverdueDay”/,
  ],
  [
    'a field of another group',
    'applicant.ageYears + ceil',
    'bureau.ageYears + ceil',
    '基础数据',
    /没有字段“bureau\.ageYears”/,
  ],
  ['a field that only a later node has', 'applicant.ageYears + ceil', 'score + ceil', '基础数据', /没有字段“score”/],
  [
    'a column of a field that is not there',
    '"field": "employer.grade"',
    '"field": "employer.class"',
    '评分卡',
    /没有字段“employer\.class”/,
  ],
  ['a part of a list that it has not', '#.points', '#.pionts', '总分', /没有字段“#\.pionts”/],
  ['its own part that comes later', '$.allowedDebtFen', '$.roomFen', '基础数据', /没有字段“\$\.roomFen”/],
  ['an operator too many', 'applicant.ageYears + ceil', 'applicant.ageYears +* ceil', '基础数据', /无法编译/],
  ['a function that the engine does not have', 'round(applicant', 'rundung(applicant', '基础数据', /无法编译/],
  ['a condition that is none', '"[30..50]"', '"[30..50"', '评分卡', /无法编译|区间/],
  ['the whole dossier at once', 'len(bigData.warnings)', 'len($root.bigData.warnings)', '准入规则', /不支持“\$root”/],
  ['a list of any length', 'len(bigData.warnings)', 'len(map([1..100000000], #))', '准入规则', /区间只能用在 in 之后/],
  [
    'lists within lists within lists',
    'len(bigData.warnings)',
    'len(map([1, 2], map([1, 2], map([1, 2], #))))',
    '准入规则',
    /最多用两个列表函数/,
  ],
  ['a field by a computed name', 'len(bigData.warnings)', "len(bigData['warnings'])", '准入规则', /方括号内只能写序号/],
  ['an object', 'len(bigData.warnings)', '{a: 1}', '准入规则', /不支持“{”/],
  ['another thing than fixed values', '"[30..50]"', '">= application.termMonths"', '评分卡', /只能与固定值比较/],
  ['values of two kinds', '"not in [30..50]"', '"\\"old\\""', '评分卡', /同一种值/],
  ['a rule whose name is computed', '"\\"own-history\\""', '"employer.code"', '准入规则', /规则名应为带引号/],
];
for (const [what, from, to, node, reason] of EXPRESSIONS) {
  test(`an expression with ${what} is refused with its node, line and reason`, async () => {
    const { content, line } = changed(from, to);
    const [fault] = await faultsOf(content);
    assert.deepEqual([fault?.node, fault?.line], [node, line]);
    assert.match(fault?.reason ?? '', reason);
  });
}

test('nodes that run code or call elsewhere are refused, and so are those that nobody knows', async () => {
  for (const [type, reason] of [
    ['functionNode', /JavaScript/],
    ['customNode', /自定义节点/],
    ['decisionNode', /引用其他模型/],
    ['oracleNode', /未知的节点类型“oracleNode”/],
  ] as const) {
    const { content, line } = changed('"type": "decisionTableNode"', `"type": "${type}"`);
    const [fault] = await faultsOf(content);
    assert.deepEqual([fault?.line, fault?.node], [line, '评分卡']);
    assert.match(fault?.reason ?? '', reason);
  }
});

test('a flow that goes in a circle, leads nowhere or names nobody is refused', async () => {
  const reasonsFor = async (from: string, to: string) =>
    (await faultsOf(changed(from, to).content)).map(({ reason }) => reason).join();
  assert.match(await reasonsFor('"sourceId": "rules"', '"sourceId": "answer"'), /循环/);
  assert.match(await reasonsFor('"targetId": "rate"', '"targetId": "nobody"'), /不存在的节点“nobody”/);
  assert.match(await reasonsFor('"targetId": "rate"', '"targetId": "rules"'), /没有连线进入此节点/);
  assert.match(await reasonsFor('"name": "利率"', '"name": "总分"'), /名称重复/);
  assert.match(await reasonsFor('"type": "outputNode"', '"type": "inputNode"'), /只有一个输入节点，现有 2 个/);
});

test('an answer that lacks a part, or says it in fractions of a fen, is refused', async () => {
  const { content, line } = changed('"key": "capFen"', '"key": "ceilingFen"');
  const [lacking] = await faultsOf(content);
  assert.match(lacking?.reason ?? '', /缺少输出“capFen”/);
  assert.ok(Number(lacking?.line) > line, 'told of the output node');
  const [column] = await faultsOf(changed('"field": "kind"', '"field": "sort"').content);
  assert.match(column?.reason ?? '', /缺少输出“rules\.kind”/);
  const fraction = changed('floor(applicant.monthlyIncomeFen * incomeMultiple)', 'applicant.monthlyIncomeFen * 0.333');
  assert.match((await faultsOf(fraction.content)).at(0)?.reason ?? '', /试算失败.*capFen/);
  // Where there is no warning there is no first one to count with.
  const empty = changed('len(bigData.warnings)', 'bigData.warnings[0] + 1');
  const [failed] = await faultsOf(empty.content);
  assert.deepEqual(failed?.node, '准入规则');
  assert.match(failed?.reason ?? '', /第 1 份样例试算失败/);
});

test('names are what they are: words of the engine, functions and texts are no fields', () => {
  const scope: Shape = {
    fields: { a: 'value', b: { fields: { c: 'value' } }, l: { list: { fields: { x: 'value' } } } },
  };
  for (const good of [
    ...['a > 1 and b.c in [1..5] or not (a == null)', "a == 'zzz.y'", 'max([a, b.c])', 'l[0].x + count(l, #.x > a)'],
    ...['a > 1 ? b.c : 2', 'sum(map(l, #.x))', '> a', '[a..b.c)', '"x","y"', 'not in [1..2]', 'string(a)', 'a ?? b.c'],
  ]) {
    assert.equal(faultIn(good, scope), undefined, good);
  }
  for (const bad of [
    'z',
    'a.b',
    'b.d',
    'b.c.d',
    'l.x',
    'l[0].y',
    '#.y',
    'a + z',
    'max([a, z])',
    'z in [1..2]',
    '> z',
    'l[a].x',
    'a; b',
    'a = 1',
    'a & b',
    '(b).c',
  ]) {
    assert.notEqual(faultIn(bad, scope), undefined, bad);
  }
});

test('what a model may read is what a dossier has, no more and no less', () => {
  const namesOf = (thing: object): string[] =>
    Object.entries(thing).flatMap(([name, part]: [string, unknown]) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? namesOf(part).map((inner) => `${name}.${inner}`)
        : [name],
    );
  const shapeNames = ({ fields }: Extract<Shape, { fields: object }>): string[] =>
    Object.entries(fields).flatMap(([name, shape]) =>
      typeof shape === 'object' && 'fields' in shape ? shapeNames(shape).map((inner) => `${name}.${inner}`) : [name],
    );
  for (const sample of sampleDossiers) {
    assert.deepEqual(namesOf(sample).toSorted(), shapeNames(DOSSIER_SHAPE).toSorted());
    assert.ok(hasShape(sample, DOSSIER_SHAPE));
  }
  const [first] = sampleDossiers as [Dossier];
  assert.equal(hasShape({ ...first, bureau: {} }, DOSSIER_SHAPE), false);
  assert.equal(hasShape({}, DOSSIER_SHAPE), false);
});

test('our reader of JSON reads as the language does', () => {
  for (const text of ['{"a":[1,-2.5e3,"\\u00e9\\n",null,true,{}],"b":{"c":[]}}', '  3 ', '"x"', MODEL]) {
    const read = readJson(text);
    assert.deepEqual(read.ok && read.value, JSON.parse(text));
  }
  for (const text of ['{a:1}', '[1,]', '{"a":1,}', '01', '"\n"', 'nul', '1 2', '[1', '{"a" 1}']) {
    assert.equal(readJson(text).ok, false, text);
    assert.throws(() => JSON.parse(text), text);
  }
});
