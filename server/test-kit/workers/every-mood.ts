import { threadId } from 'node:worker_threads';
import { serveTasks } from '../../src/platform/workers/serve-tasks.ts';

/** A worker that does what it is told, the bad things too. */
export type Mood =
  | { do: 'echo'; bytes: Uint8Array }
  | { do: 'say-who' }
  | { do: 'fail' }
  | { do: 'die' }
  | { do: 'hang' }
  | { do: 'wait'; on: SharedArrayBuffer };

serveTasks(async (mood: Mood) => {
  switch (mood.do) {
    case 'echo':
      return mood.bytes;
    case 'say-who':
      return threadId;
    case 'fail':
      throw new Error('as I was told');
    case 'die':
      return process.exit(3);
    case 'hang':
      for (;;);
    case 'wait':
      Atomics.wait(new Int32Array(mood.on), 0, 0);
      return 'woken';
  }
});
