import { containerdFindings } from './finding-containerd.ts';
import { describeFindings } from './finding-suite.ts';

describeFindings(containerdFindings);
