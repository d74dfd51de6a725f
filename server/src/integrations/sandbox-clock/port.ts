import type { BusinessDate } from '@miaodai/values';

/** The day of the simulated systems, in sandboxes and tests: it goes along where days go ahead of the calendar. */
export interface SandboxClock {
  /** May be repeated freely. @throws where nobody answers. */
  setDay(day: BusinessDate): Promise<void>;
}
