import { instantFromMs, type Instant } from '@miaodai/values';

/** The moment that business rules go by. Leases and queues go by the database's clock instead, since nodes' clocks differ. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => instantFromMs(Date.now()) };

/** A clock that tests move by hand. */
export function movableClock(offsetMs = 0): Clock & { move(seconds: number): void } {
  let offset = offsetMs;
  return {
    now: () => instantFromMs(Date.now() + offset),
    move: (seconds) => void (offset += seconds * 1000),
  };
}
