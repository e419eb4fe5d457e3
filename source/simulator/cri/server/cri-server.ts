import type { Clock } from '../../clock.ts';
import type { EngineServer } from '../../node-engine.ts';
import type { CriEngine } from '../cri-engine.ts';
import { createCallGate } from './call-gate.ts';
import { createContainerdServices } from './containerd-services.ts';
import { createGrpcListener, type Services } from './grpc-listener.ts';
import { createImageService } from './image-service.ts';
import { createRuntimeService } from './runtime-service.ts';

type CriServerParts = { engine: CriEngine; socketPath: string; clock: Clock };

/** CRI of the simulated runtime, and what containerd has beside it, on a Unix socket. */
export function createCriServer({ engine, socketPath, clock }: CriServerParts): EngineServer {
	const { profile } = engine;
	const versions = profile.hasAlpha ? ['v1', 'v1alpha2'] : ['v1'];
	const services: Services = {
		...Object.fromEntries(
			versions.flatMap((version) => [
				[`runtime.${version}.RuntimeService`, createRuntimeService(engine, version)],
				[`runtime.${version}.ImageService`, createImageService(engine)],
			]),
		),
		...(profile.hasContainerdServices ? createContainerdServices(engine) : {}),
	};
	const gate = createCallGate();
	const listener = createGrpcListener(socketPath, services, gate);
	return {
		start: listener.start,
		stop: listener.stop,
		hang: gate.hang,
		slow: (ms) => gate.delay(ms === 0 ? undefined : (work) => clock.setTimeout(work, ms)),
		unimplemented: gate.unimplemented,
	};
}
