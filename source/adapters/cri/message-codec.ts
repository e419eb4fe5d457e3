import type { Root } from 'protobufjs';
import { type CriMessage, criSchema } from '../../core/cri-schema.ts';

/** Packs and unpacks the messages of the schema. */
export type MessageCodec = {
	encode(type: CriMessage, value: object): Buffer;
	/**
	 * A plain object with every field of the schema: 64-bit numbers as digits, enums by name (those that are not in the schema
	 * as numbers), absent messages as null. Throws when the bytes are no such message.
	 */
	decode(type: CriMessage, bytes: Uint8Array): unknown;
};

let loaded: Promise<MessageCodec> | undefined;

/** Loads protobufjs, without its parser, when it is first needed: 15 ms. */
export function loadMessageCodec(): Promise<MessageCodec> {
	loaded ??= createMessageCodec();
	return loaded;
}

async function createMessageCodec(): Promise<MessageCodec> {
	const { default: protobuf } = await import('protobufjs/light.js');
	const root: Root = protobuf.Root.fromJSON(criSchema);
	const unpacked = { longs: String, enums: String, defaults: true } as const;
	return {
		encode(type, value) {
			const message = root.lookupType(type);
			return Buffer.from(message.encode(message.fromObject(value)).finish());
		},
		decode(type, bytes) {
			const message = root.lookupType(type);
			return message.toObject(message.decode(bytes), unpacked);
		},
	};
}
