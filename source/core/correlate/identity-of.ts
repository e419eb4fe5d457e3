import { identifyRecord, type RuntimeIdentity } from '../identity.ts';
import type { RuntimeRecord } from '../runtime-record.ts';

// Reading labels of 2,000 records at every event would be most of the work; a record never changes, so neither does its identity.
const identities = new WeakMap<RuntimeRecord, { identity: RuntimeIdentity | undefined }>();

/** Which pod a record says it belongs to; read once for each record. */
export function identityOf(record: RuntimeRecord): RuntimeIdentity | undefined {
	const known = identities.get(record);
	if (known) return known.identity;
	const identity = identifyRecord(record);
	identities.set(record, { identity });
	return identity;
}
