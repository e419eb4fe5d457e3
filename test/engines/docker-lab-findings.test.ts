import { dockerFindings } from './finding-docker.ts';
import { describeFindings } from './finding-suite.ts';

describeFindings(dockerFindings);
