import type { BusinessDate } from '@miaodai/values';

/** The day of the simulated systems, in sandboxes and tests: it goes along where days go ahead of the calendar. */
export interface SandboxClock {
  /** Null: the calendar's. May be repeated freely. @throws where nobody answers. */
  setDay(day: BusinessDate | null): Promise<void>;
}
