import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { Mood } from '../../../test-kit/workers/every-mood.ts';
import { createWorkerPool, Overloaded } from './pool.ts';

const file = new URL('../../../test-kit/workers/every-mood.ts', import.meta.url);

type More = { deadlineMs?: number; idleMs?: number; graceMs?: number };
function aPool(t: { after(work: () => Promise<void>): void }, more: More = {}) {
  const pool = createWorkerPool<Mood, number | string | Uint8Array>({
    file,
    name: 'moods',
    threads: 1,
    maxWaiting: 2,
    graceMs: 300,
    ...more,
  });
  t.after(pool.stop);
  return pool;
}

test('a task is done in another thread, bytes go there and back, and a failure is told with its reason', async (t) => {
  const { run } = aPool(t);
  const bytes = Uint8Array.of(1, 2, 3);
  const sent = run({ do: 'echo', bytes }, [bytes.buffer]);
  assert.equal(bytes.length, 0, 'handed over, not copied');
  assert.deepEqual(await sent, Uint8Array.of(1, 2, 3));
  const first = await run({ do: 'say-who' });
  assert.ok(Number(first) > 0);
  await assert.rejects(run({ do: 'fail' }), /as I was told/);
  assert.equal(await run({ do: 'say-who' }), first, 'the worker outlives a task that fails');
});

test('a worker that dies fails its task only, and another one takes its place', async (t) => {
  const { run } = aPool(t);
  const first = await run({ do: 'say-who' });
  const [dead, next] = await Promise.allSettled([run({ do: 'die' }), run({ do: 'say-who' })]);
  assert.match(String(dead.status === 'rejected' && dead.reason), /ended with code 3/);
  assert.ok(next.status === 'fulfilled' && next.value !== first);
});

test('a task that takes too long ends with its worker, and what waited behind it is done', async (t) => {
  const { run } = aPool(t, { deadlineMs: 1_000 });
  const [stuck, next] = await Promise.allSettled([run({ do: 'hang' }), run({ do: 'say-who' })]);
  assert.match(String(stuck.status === 'rejected' && stuck.reason), /longer than 1000 ms/);
  assert.equal(next.status, 'fulfilled');
});

test('a task that is given up comes to its end before its thread does: native code must not be cut off', async (t) => {
  const { run } = aPool(t, { deadlineMs: 1_000, graceMs: 60_000 });
  const on = new SharedArrayBuffer(4);
  const gate = new Int32Array(on);
  await run({ do: 'say-who' });
  const late = run({ do: 'wait', on });
  const next = run({ do: 'say-who' });
  await assert.rejects(late, /longer than 1000 ms/);
  assert.equal(await Promise.race([next, Promise.resolve('still at work')]), 'still at work');
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  assert.ok(Number(await next) > 0, 'only then another thread takes its place');
});

test('so many may wait and no more; who is refused is told at once, and there is room again', async (t) => {
  const { run } = aPool(t);
  const on = new SharedArrayBuffer(4);
  const atWork = run({ do: 'wait', on });
  const waiting = [run({ do: 'say-who' }), run({ do: 'say-who' })];
  await assert.rejects(run({ do: 'say-who' }), (error) => error instanceof Overloaded && error.code === 'OVERLOADED');
  Atomics.store(new Int32Array(on), 0, 1);
  Atomics.notify(new Int32Array(on), 0);
  assert.equal(await atWork, 'woken');
  await Promise.all(waiting);
  await run({ do: 'say-who' });
});

test('a worker that idles is ended, and the next task has a new one', async (t) => {
  const { run } = aPool(t, { idleMs: 1 });
  const first = await run({ do: 'say-who' });
  await assert.doesNotReject(async () => {
    // The end of an idle worker races with the next task, which is then done by either.
    while ((await run({ do: 'say-who' })) === first) await new Promise((after) => setTimeout(after, 2));
  });
});

test('a stop fails what is at work and what waits, and takes nothing more', async (t) => {
  const { run, stop } = aPool(t);
  const both = Promise.allSettled([run({ do: 'hang' }), run({ do: 'say-who' })]);
  await stop();
  for (const outcome of await both)
    assert.match(String(outcome.status === 'rejected' && outcome.reason), /is stopping/);
  await assert.rejects(run({ do: 'say-who' }), /has been stopped/);
});

test('idle workers keep no process from ending', () => {
  const pool = new URL('./pool.ts', import.meta.url).href;
  const script = `
    const { createWorkerPool } = await import(${JSON.stringify(pool)});
    const { run } = createWorkerPool({ file: new URL(${JSON.stringify(file.href)}), name: 'm', threads: 1, maxWaiting: 1 });
    await run({ do: 'say-who' });
    console.log('done');`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.deepEqual([status, stdout.trim()], [0, 'done']);
});
