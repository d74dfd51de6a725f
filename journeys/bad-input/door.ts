import { movableClock, type Clock } from '../../server/src/platform/clock.ts';
import type { Person } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';
import { Visitor } from './visitor.ts';

type Cleanup = { after(work: () => Promise<void>): void };

/** A bank with its door open, a clock to move, and persons standing before it, none signed in. */
export async function aDoor<Persons extends readonly Person[]>(t: Cleanup, ...persons: Persons) {
  const lastFirst = inReverse(t);
  const world = await aWorld(lastFirst);
  await world.settle(...persons);
  const clock: Clock & { move(seconds: number): void } = movableClock();
  const server = await serve(lastFirst, world, { clock });
  const visitors = persons.map((person) => new Visitor(server.url, world.controlUrl, person));
  return { world, server, clock, url: server.url, visitors: visitors as { [K in keyof Persons]: Visitor } };
}

/** node:test cleans up in the order of asking; a server must be stopped before its database is dropped. */
export function inReverse(t: Cleanup): Cleanup {
  const works: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const work of works.toReversed()) await work();
  });
  return { after: (work) => void works.push(work) };
}
