/** For a command that is going to read once, before the rest of it is loaded. */
export { prepareScanThread } from '../adapters/proc/scan-thread.ts';
