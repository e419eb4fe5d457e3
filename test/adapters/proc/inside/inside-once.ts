import { readInside } from '../../../../source/adapters/proc/inside/read-inside.ts';
import type { InsideRequest } from '../../../../source/core/inside/inside-request.ts';

// a program of its own, so that a test can run it as somebody who is not root
const [hostRoot = '', request = ''] = process.argv.slice(2);
const inside = await readInside(JSON.parse(request) as InsideRequest, { hostRoot, now: () => 1_795_310_000_000 });
process.stdout.write(JSON.stringify(inside));
