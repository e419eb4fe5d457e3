import type { Mount } from '../kubelet/pod-config.ts';
import type { SimulatedContainer } from './container.ts';
import { networkId } from './reporter.ts';
import { formatContainerStatus } from './status-text.ts';

const never = '0001-01-01T00:00:00Z';
const directory = '/var/lib/docker/containers';

/** An entry of `GET /containers/json`. @param now milliseconds since the epoch */
export function formatListEntry(container: SimulatedContainer, now: number) {
	return {
		Id: container.id,
		Names: [`/${container.name}`],
		Image: container.image,
		ImageID: container.imageId,
		Command: formatCommand(container.command),
		Created: Math.floor(container.created.at / 1000),
		Ports: [],
		Labels: container.labels,
		State: container.state,
		Status: formatContainerStatus(container, now),
		HostConfig: { NetworkMode: container.modes.network },
		NetworkSettings: { Networks: formatNetworks(container) },
		Mounts: container.mounts.map(formatMount),
	};
}

/** `GET /containers/ID/json`. @param execIds of what runs in it beside its own processes */
export function formatInspect(container: SimulatedContainer, execIds: readonly string[]) {
	const own = `${directory}/${container.id}`;
	const [path = '', ...args] = container.command;
	return {
		Id: container.id,
		Created: container.created.text,
		Path: path,
		Args: args,
		State: formatState(container),
		Image: container.imageId,
		ResolvConfPath: `${own}/resolv.conf`,
		HostnamePath: `${own}/hostname`,
		HostsPath: `${own}/hosts`,
		LogPath: `${own}/${container.id}-json.log`,
		Name: `/${container.name}`,
		RestartCount: 0,
		Driver: 'overlay2',
		Platform: 'linux',
		MountLabel: '',
		ProcessLabel: '',
		AppArmorProfile: '',
		ExecIDs: execIds.length === 0 ? null : execIds,
		HostConfig: formatHostConfig(container),
		GraphDriver: { Data: {}, Name: 'overlay2' },
		Mounts: container.mounts.map(formatMount),
		Config: formatConfig(container),
		NetworkSettings: {
			Bridge: '',
			SandboxID: isJoining(container) ? '' : container.endpointId,
			Ports: {},
			SandboxKey: isJoining(container) ? '' : `/var/run/docker/netns/${container.endpointId.slice(0, 12)}`,
			IPAddress: '',
			Networks: formatNetworks(container),
		},
	};
}

function formatState(container: SimulatedContainer) {
	return {
		Status: container.state,
		Running: container.state === 'running',
		Paused: false,
		Restarting: false,
		OOMKilled: container.oomKilled,
		Dead: false,
		Pid: container.state === 'running' ? container.pid : 0,
		ExitCode: container.exitCode,
		Error: '',
		StartedAt: container.started?.text ?? never,
		FinishedAt: (container.state === 'running' ? undefined : container.finished?.text) ?? never,
	};
}

function formatHostConfig(container: SimulatedContainer) {
	const binds = container.mounts.map((mount) => `${mount.source}:${mount.destination}${mount.readOnly ? ':ro' : ''}`);
	return {
		Binds: binds.length === 0 ? null : binds,
		ContainerIDFile: '',
		LogConfig: { Type: 'json-file', Config: {} },
		NetworkMode: container.modes.network,
		PortBindings: isJoining(container) ? null : {},
		RestartPolicy: { Name: isJoining(container) ? 'no' : '', MaximumRetryCount: 0 },
		AutoRemove: false,
		CgroupnsMode: container.modes.cgroupns,
		IpcMode: container.modes.ipc,
		Cgroup: '',
		OomScoreAdj: isJoining(container) ? 1000 : -998,
		PidMode: container.modes.pid,
		Privileged: false,
		ReadonlyRootfs: false,
		SecurityOpt: [isJoining(container) ? 'seccomp=unconfined' : 'no-new-privileges'],
		UTSMode: container.modes.uts,
		UsernsMode: '',
		ShmSize: 67108864,
		Runtime: 'runc',
		...formatResources(container),
		CgroupParent: container.cgroupParent,
	};
}

/** Shares are 1024 a core, and at least 2 (the kubelet's helpers_linux.go). */
function formatResources({ behaviour: { limits: { cpu, memory = 0 } = {} } }: SimulatedContainer) {
	const period = cpu === undefined ? 0 : 100_000;
	return {
		CpuShares: cpu === undefined ? 2 : Math.round(cpu * 1024),
		CpuPeriod: period,
		CpuQuota: (cpu ?? 0) * period,
		Memory: memory,
	};
}

function formatConfig(container: SimulatedContainer) {
	return {
		Hostname: container.hostname,
		Domainname: '',
		User: isJoining(container) ? '0' : '',
		AttachStdin: false,
		AttachStdout: false,
		AttachStderr: false,
		Tty: false,
		OpenStdin: false,
		StdinOnce: false,
		Env: container.env,
		Cmd: null,
		Image: container.image,
		Volumes: null,
		WorkingDir: '',
		Entrypoint: container.command,
		OnBuild: null,
		Labels: container.labels,
	};
}

function formatNetworks(container: SimulatedContainer) {
	if (isJoining(container)) return {};
	return {
		[container.modes.network]: {
			IPAMConfig: null,
			Links: null,
			Aliases: null,
			NetworkID: networkId(container.modes.network),
			EndpointID: container.state === 'running' ? container.endpointId : '',
			Gateway: '',
			IPAddress: '',
			IPPrefixLen: 0,
			IPv6Gateway: '',
			GlobalIPv6Address: '',
			GlobalIPv6PrefixLen: 0,
			MacAddress: '',
			DriverOpts: null,
		},
	};
}

function formatMount(mount: Mount) {
	return {
		Type: 'bind',
		Source: mount.source,
		Destination: mount.destination,
		Mode: mount.readOnly ? 'ro' : '',
		RW: !mount.readOnly,
		Propagation: 'rprivate',
	};
}

function isJoining(container: SimulatedContainer): boolean {
	return container.modes.network.startsWith('container:');
}

/** Arguments with a blank in them are quoted, as in `docker ps`. */
function formatCommand(command: readonly string[]): string {
	return command.map((each) => (/\s/.test(each) ? `'${each}'` : each)).join(' ');
}
