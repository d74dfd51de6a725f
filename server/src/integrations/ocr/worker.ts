import { serveTasks } from '../../platform/workers/serve-tasks.ts';
import { createEngine } from './engine.ts';
import { NotAPicture } from './picture.ts';
import type { IdCardReading, Side } from './port.ts';

/** What adapter and worker say to each other. */
export type Asked = { image: Uint8Array; side: Side };
export type Told = { reading: IdCardReading } | { notAPicture: string };

/** The models are read with the first picture and stay as long as the thread does. */
const engine = createEngine();

serveTasks(async ({ image, side }: Asked): Promise<Told> => {
  try {
    return { reading: await (await engine).read(image, side) };
  } catch (error) {
    if (error instanceof NotAPicture) return { notAPicture: error.message };
    throw error;
  }
});
