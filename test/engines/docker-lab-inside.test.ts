import { dockerInside } from './inside-docker.ts';
import { describeInside } from './inside-suite.ts';

describeInside(dockerInside);
