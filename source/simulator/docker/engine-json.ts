import type { CgroupStyle } from '../proc/proc-files.ts';
import type { SimulatedContainer } from './container.ts';

const kernelVersion = '6.1.0-26-amd64';

/** `GET /version`. */
export function formatVersion() {
	return {
		Platform: { Name: '' },
		Components: [
			{ Name: 'Engine', Version: '20.10.24', Details: { ApiVersion: '1.41', Os: 'linux', MinAPIVersion: '1.12' } },
			{ Name: 'containerd', Version: '1.6.20', Details: {} },
			{ Name: 'runc', Version: '1.1.5', Details: {} },
		],
		Version: '20.10.24',
		ApiVersion: '1.41',
		MinAPIVersion: '1.12',
		GitCommit: '5d6db84',
		GoVersion: 'go1.19.8',
		Os: 'linux',
		Arch: 'amd64',
		KernelVersion: kernelVersion,
		BuildTime: '2023-04-04T18:16:18.000000000+00:00',
	};
}

/** `GET /info`, as far as clients look at it. @param now milliseconds since the epoch */
export function formatInfo(
	containers: readonly SimulatedContainer[],
	host: { name: string; cgroup: CgroupStyle },
	now: number,
) {
	const running = containers.filter((each) => each.state === 'running').length;
	return {
		ID: 'I33F:ST6N:KEUS:HE2J:N7WA:UZDD:IE4B:3IMK:JHOI:FCVG:PBSL:256J',
		Containers: containers.length,
		ContainersRunning: running,
		ContainersPaused: 0,
		ContainersStopped: containers.length - running,
		Images: 5,
		Driver: 'overlay2',
		SystemTime: new Date(now).toISOString(),
		LoggingDriver: 'json-file',
		CgroupDriver: host.cgroup === 'v1-cgroupfs' ? 'cgroupfs' : 'systemd',
		CgroupVersion: host.cgroup === 'v1-cgroupfs' ? '1' : '2',
		KernelVersion: kernelVersion,
		OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
		OSType: 'linux',
		Architecture: 'x86_64',
		NCPU: 4,
		MemTotal: 8_589_934_592,
		DockerRootDir: '/var/lib/docker',
		Name: host.name,
		Labels: [],
		ExperimentalBuild: false,
		ServerVersion: '20.10.24',
		DefaultRuntime: 'runc',
		LiveRestoreEnabled: true,
		Warnings: null,
	};
}
