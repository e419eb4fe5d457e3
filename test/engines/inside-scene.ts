import type { Lab } from '../helpers/engine-lab.ts';
import type { InsideRuntime } from './inside-runtime.ts';

/** The lab with the pods of these tests, and the runtime beside the program. */
export type InsideScene = Pick<Lab, 'env'> & { runtime: InsideRuntime };
