import type { ActionRuntime } from './action-runtime.ts';
import { isReady, type Moment } from './action-watch.ts';
import { type Life, restartsOf, type StoryTruth } from './story-truth.ts';

/** What a consequence is held against. */
export type Outcome = {
	truth: StoryTruth;
	/** All states of the pod that kubectl told since the confirmation. */
	moments: readonly Moment[];
	/** When the button was pressed, milliseconds since the epoch. */
	confirmedAt: number;
	runtime: ActionRuntime['name'];
};

/** A kind of sentence and what has to have happened then; undefined: it did. */
type Promised = { sentence: RegExp; check: (words: readonly string[], outcome: Outcome) => boolean };

/** Sentences of the dialog that did not come true, or that nobody knows how to check. */
export function findBrokenPromises(consequences: readonly string[], outcome: Outcome): string[] {
	return consequences.flatMap((text) => {
		const promised = promises.find(({ sentence }) => sentence.test(text));
		if (promised === undefined) return [`nobody checks: ${text}`];
		const [, ...words] = promised.sentence.exec(text) ?? [];
		return promised.check(words, outcome) ? [] : [`not so: ${text}`];
	});
}

const second = 1000;

const promises: readonly Promised[] = [
	{
		sentence: /^\d+ containers? goe?s? down: (.+)$/,
		check: ([names = ''], { truth }) => splitNames(names).sort().join() === namesOf(appsEnded(truth)).sort().join(),
	},
	{
		sentence: /^No container of it runs: only the sandbox ends$/,
		check: (_, { truth }) => appsEnded(truth).length === 0,
	},
	{
		sentence: /^No grace period: (?:they share|it shares) the pause's pid namespace, the kernel kills /,
		check: (_, { truth }) => endedWithPause(truth),
	},
	{
		sentence: /^No grace period: containerd kills (?:them|it) at once$/,
		check: (_, { truth }) => endedWithPause(truth),
	},
	{
		sentence: /^(?:They run|It runs) on until the kubelet stops (?:them|it), with (\d+) s of grace(?: each)?$/,
		check: hadGrace,
	},
	{
		sentence: /^The pod gets a new IP \(now (\S+)\)$/,
		check: ([ip], { truth }) => addressesOf(truth)[0] === ip && addressesOf(truth)[1] !== ip,
	},
	{
		sentence: /^The IP stays \(now (\S+)\): it is the node's$/,
		check: ([ip], { truth }) => addressesOf(truth).every((address) => address === ip),
	},
	{
		sentence: /^(?:Its|The pod's) Services leave it out until it is Ready again$/,
		check: (_, { truth, moments }) =>
			isReady(truth.before.pod) && truth.isBack && moments.some(({ pod }) => !isReady(pod)),
	},
	{
		sentence: /^Its Services may go on sending to it: it can stay Ready all the while$/,
		check: (_, { truth }) => isReady(truth.before.pod) && truth.isBack,
	},
	{ sentence: /^Init containers run again first, in order: (.+)$/, check: ranInOrder },
	{
		sentence: /^RESTARTS goes up by (\d+), from (\d+) to (\d+)$/,
		check: ([by, from, to], { truth }) =>
			restartsOf(truth).join() === [from, to].join() && Number(to) - Number(from) === Number(by),
	},
	{
		sentence: /^UID, AGE, node and volumes stay, emptyDir too$/,
		check: (_, { truth }) => truth.isBack && isSamePod(truth),
	},
	{
		sentence: /^The pause gets (TERM|KILL) and exits with (\d+)(?:: to its containers it makes no difference)?$/,
		check: (
			[signal, code],
			{
				truth: {
					ended: [pause],
				},
				runtime,
			},
		) => pause?.container === 'POD' && pause.exitCode === Number(code) && wasTold(pause, signal ?? '', runtime),
	},
	{
		sentence: /^restartPolicy Never: this pod does not come back, and no controller makes another$/,
		check: (_, { truth, moments }) =>
			!truth.isBack && truth.pause === undefined && moments.at(-1)?.pod.status.phase === 'Failed',
	},
	{
		sentence: /^A static pod: the kubelet makes it again from its manifest, also without the API server$/,
		check: (_, { truth }) => truth.isBack,
	},
	{
		sentence: /^Back-off: (.+) waits? about (\d+) s before the next start, the pause stands alone meanwhile$/,
		check: backedOff,
	},
	{
		sentence: /^(\S+) is in CrashLoopBackOff for about (\d+) s more: a new sandbox does not shorten that$/,
		check: ([name, seconds], { truth, confirmedAt }) => {
			const startedAt = truth.returned.find(({ container }) => container === name)?.startedAt;
			return isAbout((startedAt ?? Infinity) - confirmedAt, Number(seconds));
		},
	},
	{
		sentence: /^It gets TERM \(or its image's stop signal\), and KILL if it still runs (\d+) s later$/,
		check: (
			[seconds],
			{
				truth: {
					ended: [life],
				},
				confirmedAt,
			},
		) => {
			const took = (life?.endedAt ?? Infinity) - confirmedAt;
			return life?.exitCode === 137
				? isWithin(took, Number(seconds) * second, second)
				: took < Number(seconds) * second;
		},
	},
	{
		sentence: /^It is killed at once, with no grace period$/,
		check: (
			_,
			{
				truth: {
					ended: [life],
				},
				confirmedAt,
			},
		) => life?.exitCode === 137 && isWithin((life.endedAt ?? Infinity) - confirmedAt, 0, second),
	},
	{
		sentence: /^(.+) runs? on; sandbox and IP \((\S+)\) stay$/,
		check: ([, ip], { truth }) =>
			truth.ended.length === 1 && truth.pause === undefined && addressesOf(truth).every((address) => address === ip),
	},
];

function isWithin(milliseconds: number, least: number, more: number): boolean {
	return milliseconds >= least && milliseconds <= least + more;
}

/** `nginx, ghost and busybox`. */
function splitNames(text: string): string[] {
	return text.split(/, | and /);
}

function appsEnded({ ended }: StoryTruth): Life[] {
	return ended.filter(({ container }) => container !== 'POD');
}

function namesOf(lives: readonly Life[]): string[] {
	return lives.map(({ container }) => container);
}

/** Half of the grace that the lab's pods would have, which they would use up: they do not listen to TERM. */
function endedWithPause(truth: StoryTruth): boolean {
	const [pause] = truth.ended;
	return appsEnded(truth).every(
		({ endedAt = Infinity, exitCode }) => exitCode === 137 && Math.abs(endedAt - (pause?.endedAt ?? 0)) <= second,
	);
}

/**
 * The lab's containers are PID 1 without a handler for TERM: they live for the whole of their grace, unless they share the
 * pid namespace. Only Docker tells when the kubelet has asked them to end; elsewhere it has not before the pause's end.
 */
function hadGrace([seconds]: readonly string[], { truth }: Outcome): boolean {
	const [pause] = truth.ended;
	const grace = Number(seconds) * second;
	return appsEnded(truth).every(({ endedAt = 0, told }) => {
		const asked = told.find(({ signal }) => signal === 15)?.at ?? pause?.endedAt ?? Infinity;
		const [least, most] = told.length > 0 ? [grace, grace + 1.5 * second] : [grace, grace + 5 * second];
		return endedAt - asked >= least && endedAt - asked <= most;
	});
}

function ranInOrder([names = '']: readonly string[], { truth: { returned, initNames } }: Outcome): boolean {
	const wanted = splitNames(names);
	const isOneByOne = returned.every(
		({ startedAt = 0 }, index) => index === 0 || startedAt >= (returned[index - 1]?.endedAt ?? 0),
	);
	return (
		isOneByOne &&
		initNames.join() === wanted.join() &&
		namesOf(returned).slice(0, wanted.length).join() === wanted.join()
	);
}

function backedOff([names = '', seconds]: readonly string[], { truth: { ended, returned, pause } }: Outcome): boolean {
	return splitNames(names).every((name) => {
		const endedAt = ended.find(({ container }) => container === name)?.endedAt ?? 0;
		const startedAt = returned.find(({ container }) => container === name)?.startedAt ?? Infinity;
		const isAlone = startedAt - (pause?.startedAt ?? Infinity) > 5 * second;
		return isAlone && isAbout(startedAt - endedAt, Number(seconds));
	});
}

/** The kubelet looks every ten seconds or so whether a back-off is over. */
function isAbout(milliseconds: number, seconds: number): boolean {
	return milliseconds >= (seconds - 2) * second && milliseconds <= (seconds + 14) * second;
}

function addressesOf({ before, after }: StoryTruth): (string | undefined)[] {
	return [before, after].map(({ pod }) => pod.status.podIP);
}

function isSamePod({ before, after }: StoryTruth): boolean {
	const identify = ({ pod: { metadata, spec } }: Moment) =>
		[metadata.uid, metadata.creationTimestamp, spec.nodeName].join();
	return identify(before) === identify(after);
}

/** containerd does not tell which signal it was. */
function wasTold({ told }: Life, signal: string, runtime: Outcome['runtime']): boolean {
	if (runtime !== 'docker') return true;
	return told.map((each) => each.signal).join() === String(signal === 'TERM' ? 15 : 9);
}
