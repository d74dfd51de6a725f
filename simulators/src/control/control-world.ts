import type { CallLog } from '../call-log.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { FaultScript } from '../faults.ts';
import type { Service } from '../service.ts';
import type { System } from '../systems.ts';

/** What the testers' side shows and steers. */
export type World = {
  db: Db;
  clock: Clock;
  script: FaultScript;
  log: CallLog;
  services: Service[];
  urls: Record<System, string>;
};
