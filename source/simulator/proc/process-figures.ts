import type { SimulatedProcess } from './kernel.ts';

/** What a process uses at a moment. */
export type ProcessFigures = {
	/** Milliseconds of CPU time since its start. */
	cpu: number;
	residentKilobytes: number;
};

/** A load's ups and downs, milliseconds from one up to the next. */
const cpuWave = 60_000;
const memoryWave = 300_000;
/** Memory comes and goes by so many kilobytes. */
const step = 64;

/** Whether its figures change while nothing happens to it. */
export function isBusy({ program, idle, zombie }: SimulatedProcess): boolean {
	return program.load > 0 && !idle && !zombie;
}

/** A pure function of time: CPU time only grows, memory goes up and down a little. @param now milliseconds since the epoch */
export function measureProcess(process: SimulatedProcess, now: number, bootAt: number): ProcessFigures {
	const { startCpu, load, residentKilobytes } = process.program;
	if (process.zombie) return { cpu: startCpu, residentKilobytes: 0 };
	if (!isBusy(process)) return { cpu: startCpu, residentKilobytes };
	const age = Math.max(0, now - bootAt - process.startTicks * 10);
	// Its derivative stays above 0: between 0.4 and 1.6 times the load.
	const swing = ((0.6 * cpuWave) / (2 * Math.PI)) * Math.sin((2 * Math.PI * age) / cpuWave);
	const tide = 0.08 * Math.sin((2 * Math.PI * age) / memoryWave);
	return {
		cpu: startCpu + load * (age + swing),
		residentKilobytes: step * Math.round((residentKilobytes * (1 + tide)) / step),
	};
}
