import type { PodInside } from '../../core/inside/pod-inside.ts';
import { type InsideIndex, indexInside } from '../columns/inside-index.ts';
import { memoizeLast } from './memoize-last.ts';

/** What looks inside pods have found of single containers, made once for each reading. */
export const selectInsideIndex: (inside: ReadonlyMap<string, PodInside>) => InsideIndex = memoizeLast(indexInside);
