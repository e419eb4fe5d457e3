import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import type { NetworkFile } from '../node-survey.ts';
import type { FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { shellWord } from './shell-word.ts';

/** Milliseconds that a network may be there before and after its sandbox. */
const youth = 10 * 60_000;
/** Milliseconds between what is seen of files and what is seen of sandboxes, when the file is old enough by itself. */
const endTime = 60_000;

export const leakedNetworkNamespaceRule: FindingRule = {
	id: 'leaked-network-namespace',
	title: 'Network namespace of no sandbox',
	meaning:
		'A file keeps a network namespace alive in which no process lives and that belongs to no sandbox of the runtime. With it an IP address stays taken as a rule, until the range of the node is used up and no pod gets one (kubernetes#115822, azure-container-networking#4350).',
	needs: ['runtime', 'processes', 'namespaces', 'survey'],
	find: ({ state, view }) =>
		(state.survey?.networkFiles ?? []).flatMap((file) => {
			const runtime = findMaker(file, state);
			return runtime !== undefined && isUnused(file, state) && isOld(file, state)
				? [suspect(file, runtime, view.nodeName)]
				: [];
		}),
};

/** Whose files these are, by their names; undefined for those that an administrator or another tool has made. */
function findMaker({ path }: NetworkFile, { records }: NodeState): string | undefined {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return [...records.keys()].find((runtime) => {
		const flavour = selectFlavour(runtime);
		// `default` is the node's own, `1-…` and `lb_…` are swarm's
		if (path.startsWith('/var/run/docker/netns/')) return flavour === 'docker' && /^[0-9a-f]{12}$/.test(name);
		if (flavour === 'containerd') return /^cni-[0-9a-f-]{36}$/.test(name);
		return flavour === 'cri-o' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
	});
}

function isUnused({ pid, inode, path }: NetworkFile, { processes, pinned, records }: NodeState): boolean {
	if (pid !== undefined) return false;
	const name = path.slice(path.lastIndexOf('/') + 1);
	for (const { linuxNamespaces } of processes?.values() ?? []) if (linuxNamespaces.net === inode) return false;
	for (const { net } of pinned.values()) if (net === inode) return false;
	// also of a sandbox that is not ready: its network is taken down when the kubelet stops it
	for (const list of records.values()) {
		for (const { pinnedNamespaces } of list.values()) if (pinnedNamespaces?.net?.endsWith(`/${name}`)) return false;
	}
	return true;
}

/** Without a time in the file system only watching can tell. */
function isOld({ createdAt }: NetworkFile, { survey }: NodeState): boolean {
	return createdAt === undefined || (survey?.readAt ?? 0) - createdAt > youth;
}

function suspect({ path, inode, createdAt }: NetworkFile, runtime: string, nodeName?: string): Suspicion {
	return {
		key: `${path}/${inode}`,
		severity: 'warning',
		subject: { kind: 'file', path },
		patience: createdAt === undefined ? youth : endTime,
		summary: say`${path} keeps a network namespace that no sandbox of ${runtime} and no process uses: it is left over, often with an IP that no pod can get`,
		evidence: [
			{ what: 'the namespace', value: say`${inode}`, source: 'proc', command: `stat -c %i ${shellWord(path)}` },
			{
				what: 'processes in it',
				value: say`none`,
				source: 'proc',
				command: `lsns -t net -o NS,PID,COMMAND | grep ${inode}`,
			},
			...(createdAt === undefined
				? []
				: [
						{
							what: 'there since',
							value: say`${clock(createdAt)}`,
							source: 'proc',
							command: `stat -c %y ${shellWord(path)}`,
						},
					]),
		],
		todo: [
			{ text: say`See which addresses it holds`, command: `nsenter --net=${shellWord(path)} ip -o addr` },
			{
				text: say`See whether the network plugin has such an address down for a sandbox that is gone (host-local keeps a file for each)`,
				command: 'grep -r . /var/lib/cni/networks',
			},
			{
				text: say`Only when addresses run out: move the pods away and restart the node, the plugin then starts from what really runs`,
				...(nodeName !== undefined && { command: `kubectl drain --ignore-daemonsets ${shellWord(nodeName)}` }),
			},
		],
		avoid: [say`Do not remove the file alone: the address stays taken in the network plugin's books`],
	};
}
