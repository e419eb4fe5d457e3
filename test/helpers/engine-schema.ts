import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schemaFile = new URL('../fixtures/contract/pausetop-v1.schema.json', import.meta.url);

const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
	JSON.parse(readFileSync(schemaFile, 'utf8')),
);

/** What is wrong with a document of `pausetop get -o json` by the JSON contract, one line for each place; empty when nothing is. */
export function findSchemaErrors(document: unknown): string[] {
	if (validate(document)) return [];
	return (validate.errors ?? [])
		.filter(({ keyword }) => keyword !== 'if')
		.map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
}
