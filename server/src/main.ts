import { readConfig } from './platform/config.ts';
import { wire } from './wiring.ts';

/** The server as a process: ready when it says so on a line of its log, gone cleanly on SIGTERM. */
const { start, stop, log } = await wire(readConfig(process.env));
const { url } = await start();
log.info({ url }, 'ready');
// Whoever started us waits for this line.
process.send?.({ ready: true, url });

let stopping = false;
function end(): void {
  if (stopping) return;
  stopping = true;
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'could not stop cleanly');
      process.exit(1);
    },
  );
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
// Started by a sandbox that is no longer there: nobody else would end us.
process.on('disconnect', end);
