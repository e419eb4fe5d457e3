import { containerdInside } from './inside-containerd.ts';
import { describeInside } from './inside-suite.ts';

describeInside(containerdInside);
