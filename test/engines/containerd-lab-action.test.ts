import { containerdRuntime } from './action-containerd.ts';
import { describeActions } from './action-suite.ts';

describeActions(containerdRuntime);
