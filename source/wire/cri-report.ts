import type { CriEndpoint } from '../adapters/cri/cri-endpoint.ts';
import { type CriReport, readCriReport } from '../adapters/cri/read-cri-report.ts';

/** How a runtime's changes are learned of, in words. */
const liveWords: Readonly<Record<CriReport['live'], string>> = {
	'containerd-events': "live by containerd's event service",
	'cri-events': 'live by CRI container events',
	listing: 'no events: listed again every 1 to 5 seconds',
};

/** What a runtime offers, a line each, for `doctor`. Empty when it does not answer: its health then says why. */
export async function describeCriReport(endpoint: CriEndpoint): Promise<string[]> {
	let report: CriReport;
	try {
		report = await readCriReport(endpoint);
	} catch {
		return [];
	}
	const { live, why, status, pauseImage, apiVersion } = report;
	const conditions = status?.conditions.map(({ type, status: isMet, reason }) =>
		isMet ? type : `not ${type}${reason ? ` (${reason})` : ''}`,
	);
	return [
		`CRI ${apiVersion}; ${liveWords[live]}${why ? ` (${why})` : ''}`,
		...(conditions?.length ? [conditions.join(', ')] : []),
		...(status?.handlers?.length
			? [`runtime handlers: ${status.handlers.map((name) => name || 'the default').join(', ')}`]
			: []),
		...(pauseImage
			? [
					`pause image ${pauseImage.name}: ${pauseImage.present ? (pauseImage.pinned ? 'present, pinned' : 'present, not pinned') : 'missing'}`,
				]
			: []),
	];
}
