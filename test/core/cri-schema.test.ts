import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { criSchema, type SchemaEnum, type SchemaMessage } from '../../source/core/cri-schema.ts';
import { containerdProto, runtimeProto } from '../helpers/cri-proto.ts';

const { root } = protobuf.parse(runtimeProto.v1);
const schema: Readonly<Record<string, SchemaMessage | SchemaEnum>> = criSchema.nested;
const lookup = (name: string) => root.lookup(`runtime.v1.${name}`);
const described = Object.keys(schema).filter((name) => lookup(name));

test('most of it can be compared with a .proto that was written apart', () => {
	expect(described.length).toBeGreaterThan(35);
});

test.each(described)('%s has the same numbers and types as in the .proto', (name) => {
	const [ours, theirs] = [schema[name], lookup(name)];
	if (ours && 'values' in ours) return expect(theirs).toMatchObject({ values: ours.values });
	if (!(theirs instanceof protobuf.Type) || !ours) return expect.fail('it is no message there');
	for (const [field, { id, type, rule, keyType }] of Object.entries(ours.fields)) {
		const known = theirs.fields[field];
		// the .proto of the tests leaves out what no test sends
		if (!known) continue;
		expect([field, known.id, known.type, known.repeated], name).toEqual([field, id, type, rule === 'repeated']);
		expect(known instanceof protobuf.MapField, name).toBe(keyType !== undefined);
	}
});

test("containerd's events have the same numbers too", () => {
	const bodies = protobuf.parse(containerdProto.bodies).root.lookup('containerd.events') as protobuf.Namespace;
	const compared = bodies.nestedArray.flatMap((theirs) => {
		const ours = schema[theirs.name];
		if (!(theirs instanceof protobuf.Type) || !ours || !('fields' in ours)) return [];
		return Object.entries(ours.fields).map(([field, { id }]) => [theirs.name, field, id, theirs.fields[field]?.id]);
	});
	expect(compared.length).toBeGreaterThan(15);
	expect(compared.filter(([, , ours, theirs]) => ours !== theirs)).toEqual([]);
});
