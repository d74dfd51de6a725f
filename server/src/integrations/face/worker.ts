import { serveTasks } from '../../platform/workers/serve-tasks.ts';
import { loadFaceEngine, type FaceEngine } from './engine/index.ts';
import { look, type Question } from './look.ts';
import type { FaceVerdict } from './port.ts';

/** A thread that looks at faces: the nets are loaded with the first question. */
let engine: Promise<FaceEngine> | undefined;
serveTasks(async (question: Question): Promise<FaceVerdict> => look(await (engine ??= loadFaceEngine()), question));
