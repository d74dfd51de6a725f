import { serveTasks } from '../../platform/workers/serve-tasks.ts';
import type { Answer } from './back-test.rules.ts';
import type { Dossier } from './dossier.rules.ts';
import { decideOn, ModelFailed } from './engine.ts';

export type Batch = { content: string; dossiers: Dossier[] };

/** Null where the model can say nothing of a dossier. */
serveTasks(({ content, dossiers }: Batch): Promise<(Answer | null)[]> =>
  Promise.all(
    dossiers.map(async (dossier) => {
      try {
        const { approved, limitFen, annualRatePpm, reasons } = await decideOn(content, dossier);
        return { approved, limitFen, annualRatePpm, reasons };
      } catch (error) {
        if (error instanceof ModelFailed) return null;
        throw error;
      }
    }),
  ),
);
