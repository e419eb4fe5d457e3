import { parseFibTrie, parseIfInet6, parseNetDev } from '../../../core/inside/parse-interfaces.ts';
import { comparePodAddresses, type PodAddresses } from '../../../core/inside/pod-addresses.ts';
import { readBounded } from './read-bounded.ts';

/** A node's fib_trie with a thousand routes has about 100 kB. */
const limit = 4 * 1024 * 1024;

/** Reads the addresses of the network namespace that this process lives in. Undefined when it has ended, or may not be looked into. */
export function readAddresses(processDir: string, podIps: readonly string[] | undefined): PodAddresses | undefined {
	const read = (name: string) => readBounded(`${processDir}/net/${name}`, limit)?.text;
	const [trie, inet6, dev] = [read('fib_trie'), read('if_inet6'), read('dev')];
	if (trie === undefined && inet6 === undefined && dev === undefined) return undefined;
	const addresses = [...parseFibTrie(trie ?? ''), ...parseIfInet6(inet6 ?? '')];
	return comparePodAddresses(addresses, parseNetDev(dev ?? ''), podIps);
}
