import { containerdMessages } from './containerd-schema.ts';
import { runtimeEnums, runtimeMessages } from './runtime-schema.ts';

export type MessageName = keyof typeof runtimeMessages | keyof typeof containerdMessages;

/** Packs answers and unpacks questions. */
export type MessageCodec = {
	encode(name: MessageName, value: object): Buffer;
	/** A plain object with every field of the message; 64-bit numbers as digits, enums by name. */
	decode(name: MessageName, bytes: Uint8Array): Readonly<Record<string, unknown>>;
};

/** Loads protobufjs: only a node with a CRI runtime needs it. */
export async function loadMessageCodec(): Promise<MessageCodec> {
	const { default: protobuf } = await import('protobufjs/light.js');
	const root = protobuf.Root.fromJSON({ nested: { ...runtimeMessages, ...runtimeEnums, ...containerdMessages } });
	return {
		encode(name, value) {
			const type = root.lookupType(name);
			return Buffer.from(type.encode(type.fromObject(value)).finish());
		},
		decode(name, bytes) {
			const type = root.lookupType(name);
			return type.toObject(type.decode(bytes), { longs: String, enums: String, defaults: true });
		},
	};
}
