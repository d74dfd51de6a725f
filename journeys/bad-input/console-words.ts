import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { untouched } from '../kit/untouched.ts';
import { ask, type Desks, type OperationName } from './console-desks.ts';
import { answerIn, readProblem, type Ask } from './visitor.ts';

/** What the database holds in no text, what is no text at all, what turns a line around, what is not seen. */
const UNREADABLE = ['金\u0000额', '\u0000', '\ud800', '一\udc00二', '\u0007', '\u001b[31m'];
const MODEL = readFileSync(join(import.meta.dirname, '../../server/src/seed/models/default.json'), 'utf8');
const ROSTER = '单位代码,单位名称,等级,服务分行,白名单起,白名单止\nKS01,昆山能源集团油气勘探公司,A,BJ01,2020-01-01,\n';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Everything else is in good order: what refuses it is that one field. */
export async function unreadableWords({ world, all, of }: Desks): Promise<void> {
  const note = '收紧月供占比';
  const drafted = (body: unknown) => all.send(ask('draftModel', {}, body));
  const { modelId } = answerIn(await drafted({ productCode: null, content: MODEL, note })) as unknown as Ids;
  answerIn(await all.send(ask('submitModel', { modelId })));
  const imported = await all.send(ask('importRoster', {}, { fileName: '名册.csv', base64: base64(ROSTER), note }));
  const { rosterId } = answerIn(imported) as unknown as Ids;
  answerIn(await all.send(ask('submitRoster', { rosterId })));
  const kind = 'sms:declined';
  const paragraph = '【秒贷】您的{{product}}申请这次没有通过，原因请登录直销银行查看。';
  const text = { title: '审批未通过', paragraphs: [paragraph], readingSeconds: 0, mustReachEnd: false, note };
  answerIn(await all.send(ask('draftText', { kind }, { revision: null, ...text })));
  const bad = (name: OperationName, ids: Record<string, string>, body: object): [string, Ask] => [
    `${name} ${JSON.stringify(body).slice(0, 300)}`,
    ask(name, ids, body),
  ];
  const asks = UNREADABLE.flatMap((words) => [
    bad('draftModel', {}, { productCode: null, content: MODEL, note: words }),
    bad('returnModel', { modelId }, { reason: words }),
    bad('importRoster', {}, { fileName: '名册.csv', base64: base64(ROSTER), note: words }),
    bad('importRoster', {}, { fileName: `${words}.csv`, base64: base64(ROSTER), note }),
    bad('importRoster', {}, { fileName: '名册.csv', base64: base64(ROSTER.replace('油气', words)), note }),
    bad('returnRoster', { rosterId }, { reason: words }),
    bad('draftText', { kind }, { revision: 1, ...text, note: words }),
    bad('draftText', { kind }, { revision: 1, ...text, title: words }),
    bad('draftText', { kind }, { revision: 1, ...text, paragraphs: [`${paragraph}${words}`] }),
    bad('callOffText', { kind, version: '2026-1' }, { reason: words }),
    bad('returnText', { kind }, { revision: 1, reason: words }),
  ]);
  await untouched(
    world.db,
    'words that cannot be read',
    async () => {
      for (const [what, one] of asks) {
        const said = await all.send(one);
        assert.ok(said.status >= 400 && said.status < 500, `${what} ${said.status} ${said.text.slice(0, 300)}`);
        readProblem(said, what);
      }
    },
    ['staff.acts'],
  );
  for (const query of ['text=%00', 'text=%ED%A0%80', 'text=%25_%5C', 'branchCode=%00', 'on=%00', 'rosterId=%00']) {
    const said = await of.auditor.send({ method: 'GET', path: `/api/console/employers?${query}` });
    assert.ok(said.status < 500, `${query} ${said.text.slice(0, 300)}`);
  }
  for (const query of ['text=%00', 'page=1e9', 'page=10000&pageSize=100', 'branchCode=%00', 'state=%00', 'mine=%00']) {
    const said = await of.auditor.send({ method: 'GET', path: `/api/console/work?${query}` });
    assert.ok(said.status < 500, `${query} ${said.text.slice(0, 300)}`);
  }
}
type Ids = { modelId: string; rosterId: string };
