import { type PaneStory, readPaneStory } from './story-pane.ts';
import { type Life, restartsOf, type StoryTruth } from './story-truth.ts';

/** Where the newest story of a subject on a screen says something else than the events and kubectl. One line for each place. */
export function compareStoryPane(screen: string, subject: RegExp, truth: StoryTruth): string[] {
	const story = readPaneStory(screen, subject);
	if (story === undefined) return [`no story of ${subject}`];
	return [...compareHead(story, truth), ...compareSteps(story, truth), ...compareFacts(story, truth)];
}

function compareHead({ head }: PaneStory, truth: StoryTruth): string[] {
	const [pause] = truth.ended;
	if (!truth.isBack) {
		return expectText(
			'the head',
			head,
			new RegExp(`^sandbox ended #${pause?.attempt}, .*over after .*not meant to come back$`),
		);
	}
	const what =
		pause?.container === 'POD'
			? `recycle #${pause.attempt} → #${truth.pause?.attempt}`
			: `${pause?.container} restarted #${pause?.attempt} → #${truth.returned[0]?.attempt}`;
	const took = /^(.*?), .*Ready after ([\d.]+)(ms|s)$/.exec(head);
	const milliseconds = Number(took?.[2]) * (took?.[3] === 's' ? 1000 : 1);
	return [
		...expectText('the head', took?.[1] ?? head, new RegExp(`^${what.replaceAll('#', '\\#')}$`)),
		...expectNear('Ready after', milliseconds, truth.after.at - truth.beganAt, readyTolerance),
	];
}

/** What kubectl's watch and pausetop's hear at the same moment, in different processes. */
const readyTolerance = 1000;

function compareSteps({ steps }: PaneStory, truth: StoryTruth): string[] {
	const wanted = listSteps(truth);
	const told = steps.filter(({ words }) => /( ended| created| up| ran\b| started)/.test(words));
	const surplus = told.filter(({ words }) => !wanted.some((step) => step.words.test(words)));
	return [
		...wanted.flatMap(({ words, at }) => {
			const step = told.find((candidate) => words.test(candidate.words));
			if (step === undefined) return [`no step ${words}`];
			const offset = formatOffset(at - truth.beganAt);
			return step.offset === offset ? [] : [`${step.words}: ${step.offset}, but should be ${offset}`];
		}),
		...surplus.map(({ words }) => `a step that nobody knows of: ${words}`),
		...compareOrder(told.map(({ offset }) => offset)),
	];
}

function listSteps({ ended, pause, returned, initNames }: StoryTruth): { words: RegExp; at: number }[] {
	const name = ({ container, attempt }: Life) => `^${container === 'POD' ? 'pause' : container} #${attempt}`;
	const step = (life: Life, words: string, at: number | undefined) =>
		at === undefined ? [] : [{ words: new RegExp(`${name(life)} ${words}`), at }];
	return [
		...ended.flatMap((life) => step(life, `ended \\(exit ${life.exitCode}[,)]`, life.endedAt)),
		...(pause ? [...step(pause, 'created$', pause.createdAt), ...step(pause, 'up$', pause.startedAt)] : []),
		...returned.flatMap((life) => step(life, initNames.includes(life.container) ? 'ran' : 'started$', life.startedAt)),
	];
}

function formatOffset(milliseconds: number): string {
	return `+${(Math.round(milliseconds / 10) / 100).toFixed(2)}s`;
}

function compareOrder(offsets: readonly string[]): string[] {
	const sorted = [...offsets].sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b));
	return offsets.join() === sorted.join() ? [] : [`steps out of order: ${offsets.join()}`];
}

function compareFacts({ changed, stayed }: PaneStory, truth: StoryTruth): string[] {
	const { before, after, ended, pause, isBack } = truth;
	const [from, to] = restartsOf(truth);
	const [oldIp, newIp] = [before.pod.status.podIP, after.pod.status.podIP];
	const facts = [...changed, ...stayed].join('\n');
	const wanted = [
		`UID ${before.pod.metadata.annotations?.['kubernetes.io/config.mirror'] ?? before.pod.metadata.uid}`,
		...(from === to ? [`RESTARTS ${to}`] : [`RESTARTS ${from} → ${to}`]),
		...(oldIp === newIp ? [`IP ${newIp}`] : isBack ? [`IP ${oldIp} → ${shortenLike(oldIp, newIp)}`] : []),
	];
	const attempts = pause && /^.*sandbox.* (#\d+ → #\d+|#\d+ again)$/m.exec(facts)?.[1];
	const old = ended[0]?.attempt;
	const wantedAttempts = pause && (pause.attempt === old ? `#${old} again` : `#${old} → #${pause.attempt}`);
	return [
		...wanted.filter((fact) => !facts.split('\n').includes(fact)).map((fact) => `does not say ${fact}: ${facts}`),
		...(attempts === wantedAttempts ? [] : [`sandbox ${attempts}, but should be ${wantedAttempts}`]),
	];
}

/** `.20` where all but the last part of the address is as it was. */
function shortenLike(from = '', to = ''): string {
	const [network, host] = [/^.*\./.exec(to)?.[0] ?? '', /\.[^.]*$/.exec(to)?.[0] ?? ''];
	return from.startsWith(network) && from.slice(network.length).indexOf('.') < 0 ? host : to;
}

function expectText(what: string, text: string, pattern: RegExp): string[] {
	return pattern.test(text) ? [] : [`${what}: ${text}, but should be ${pattern}`];
}

function expectNear(what: string, actual: number, wanted: number, tolerance: number): string[] {
	return Math.abs(actual - wanted) <= tolerance ? [] : [`${what}: ${actual} ms, but should be ${wanted}`];
}
