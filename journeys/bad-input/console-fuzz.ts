import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { consoleOperations, type Operation } from '@miaodai/http-api';
import { aPdf } from '../../server/test-kit/paper.ts';
import { ask, type Desks } from './console-desks.ts';
import { fuzz } from './fuzz-operations.ts';
import { answerIn, send } from './visitor.ts';

/** What ends the story that the others are told in. */
const LEFT_OUT = new Set(['signOutStaff']);
const operations = Object.entries<Operation>(consoleOperations).filter(([name]) => !LEFT_OUT.has(name));

/** Under all rights, so that no request ends at the door; with ids of what is there, and words that the console knows. */
export async function fuzzTheConsole(t: TestContext, bank: Desks, seed: number): Promise<void> {
  const { world, all, url } = bank;
  const tally = await fuzz({
    ...{ db: world.db, operations, seed, requestsForEach: 60, but: ['staff.acts'] },
    ids: [...(await idsThereAre(bank)), 'sms:declined', 'loan-contract'],
    words: [
      ...['income', 'signed-contract', 'renovation', 'employment', 'BJ-2026-9999', 'a.csv', 'a.pdf', 'beijing01'],
      ...[
        aPdf().toString('base64'),
        Buffer.from('单位代码,单位名称,等级,服务分行,白名单起,白名单止').toString('base64'),
      ],
    ],
    send: (asked, { who }) => (who === 'public' ? send(url, asked) : all.send(asked)),
  });
  const sent = [...tally.values()].reduce((sum, n) => sum + n, 0);
  t.diagnostic(`seed ${seed}: ${sent} requests: ${JSON.stringify(Object.fromEntries(tally))}`);
  assert.ok(sent > 2_000, `${sent} requests`);
  assert.ok((tally.get('invalid-input') ?? 0) > 500);
  answerIn(await all.send(ask('readStaffSession')));
}

async function idsThereAre({ world: { db } }: Desks): Promise<string[]> {
  const reviews = await db.selectFrom('review.reviews').select('application_id as id').execute();
  const papers = await db.selectFrom('review.papers').select('paper_id as id').limit(2).execute();
  const models = await db.selectFrom('decision.models').select('model_id as id').execute();
  const rosters = await db.selectFrom('employers.rosters').select('roster_id as id').execute();
  return [...reviews, ...papers, ...models, ...rosters].map(({ id }) => id);
}
