import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schemaFile = new URL('../fixtures/contract/pausetop-v1-findings.schema.json', import.meta.url);

const validate = new Ajv({ allErrors: true, strict: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

/** What is wrong with a document of `pausetop findings -o json` by its schema, one line for each place; empty when nothing is. */
export function findFindingSchemaErrors(document: unknown): string[] {
	if (validate(document)) return [];
	return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
