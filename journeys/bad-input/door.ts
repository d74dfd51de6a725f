import { movableClock, type Clock } from '../../server/src/platform/clock.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import type { Person } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';
import { Visitor } from './visitor.ts';

/** A bank with its door open, a clock to move, and persons standing before it, none signed in. */
export async function aDoor<Persons extends readonly Person[]>(t: Cleanup, ...persons: Persons) {
  const world = await aWorld(t);
  await world.settle(...persons);
  const clock: Clock & { move(seconds: number): void } = movableClock();
  const server = await serve(t, world, { clock });
  const visitors = persons.map((person) => new Visitor(server.url, world.controlUrl, person));
  return { world, server, clock, url: server.url, visitors: visitors as { [K in keyof Persons]: Visitor } };
}
