import type { FindingRule } from './finding-rule.ts';

/** All rules, in the order of `findingIds`. */
export const findingRules: readonly FindingRule[] = [];
