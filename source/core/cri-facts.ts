import { parseCriInfoDocument } from './cri-info.ts';
import type { CriImage } from './cri-report.ts';
import { wireObject, wireString } from './docker-wire.ts';
import { canonicalizeImageName } from './image-name.ts';
import type { PauseImage } from './runtime-facts.ts';

/** The driver of containerd's default runtime, in a StatusResponse with its verbose part. Other runtimes do not tell it there. */
export function selectCriCgroupDriver(wire: unknown): string | undefined {
	const config = wireObject(parseCriInfoDocument(wireObject(wire).info).config);
	const { defaultRuntimeName, runtimes } = wireObject(config.containerd);
	const runtime = wireObject(wireObject(runtimes)[wireString(defaultRuntimeName) ?? 'runc']);
	const { SystemdCgroup } = wireObject(runtime.options);
	return typeof SystemdCgroup === 'boolean' ? (SystemdCgroup ? 'systemd' : 'cgroupfs') : undefined;
}

/** How the pause image of this name stands in the list of all images. @param runtime name and version of who lists them */
export function describePauseImage(
	name: string,
	images: readonly CriImage[],
	{ runtime, version = '' }: { runtime: string; version?: string },
): PauseImage {
	const wanted = canonicalizeImageName(name);
	const image = images.find(
		({ id, names }) => id === name || names.some((one) => canonicalizeImageName(one) === wanted),
	);
	const configuredBy = runtime === 'cri-o' ? "CRI-O's pause_image" : `${runtime}'s sandbox_image`;
	if (!image) return { name, configuredBy, present: false };
	const tellsPins = image.pinned || images.some(({ pinned }) => pinned) || knowsPins(runtime, version);
	return { name, configuredBy, present: true, id: image.id, ...(tellsPins && { pinned: image.pinned }) };
}

/** A runtime that knows nothing of pins answers `false` for every image. */
function knowsPins(runtime: string, version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
	if (runtime === 'containerd') return major >= 2;
	return runtime === 'cri-o' && (major > 1 || minor >= 29);
}
