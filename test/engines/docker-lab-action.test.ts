import { dockerRuntime } from './action-docker.ts';
import { describeActions } from './action-suite.ts';

describeActions(dockerRuntime);
