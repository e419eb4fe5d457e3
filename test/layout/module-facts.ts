import { parseAst } from 'vitest/node';

/** What the layout rules need to know about one module. */
export type ModuleFacts = {
	/** Of every import, re-export, dynamic import and type import, as written. */
	specifiers: string[];
	/** `process.env`, `process.argv`, `process.exit`, `process.exitCode`, `Date.now()`, `new Date()`: what it asks the world around it. */
	asks: string[];
	hasDefaultExport: boolean;
	/** Exports a function called `use…`: a React hook. */
	exportsHook: boolean;
};

type SyntaxNode = Record<string, unknown> & { type: string };

/** Parses TypeScript, with JSX where the path says so. Throws when it is something else. */
export function readModuleFacts(path: string, code: string): ModuleFacts {
	const facts: ModuleFacts = { specifiers: [], asks: [], hasDefaultExport: false, exportsHook: false };
	visit(parseAst(code, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }), facts);
	return facts;
}

function visit(value: unknown, facts: ModuleFacts): void {
	if (Array.isArray(value)) for (const item of value) visit(item, facts);
	if (!isSyntaxNode(value)) return;
	note(value, facts);
	for (const child of Object.values(value)) visit(child, facts);
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function note(node: SyntaxNode, facts: ModuleFacts): void {
	if (/^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/.test(node.type)) {
		const specifier = readText(node.source);
		if (specifier !== undefined) facts.specifiers.push(specifier);
	}
	if (node.type === 'ExportDefaultDeclaration' || exportsDefault(node)) facts.hasDefaultExport = true;
	if (node.type === 'ExportNamedDeclaration' && declaresHook(node.declaration)) facts.exportsHook = true;
	const ask = readAsk(node);
	if (ask !== undefined) facts.asks.push(ask);
}

function readText(node: unknown): string | undefined {
	if (!isSyntaxNode(node)) return undefined;
	return typeof node.value === 'string' ? node.value : readText(node.literal);
}

/** `export { x as default }` */
function exportsDefault({ type, exported }: SyntaxNode): boolean {
	return type === 'ExportSpecifier' && isSyntaxNode(exported) && exported.name === 'default';
}

function declaresHook(declaration: unknown): boolean {
	if (!isSyntaxNode(declaration) || !isSyntaxNode(declaration.id)) return false;
	return typeof declaration.id.name === 'string' && /^use[A-Z]/.test(declaration.id.name);
}

function readAsk(node: SyntaxNode): string | undefined {
	if (node.type === 'MemberExpression' && isIdentifier(node.object, 'process')) {
		const name = readPropertyName(node);
		return name !== undefined && ['env', 'argv', 'exit', 'exitCode'].includes(name) ? `process.${name}` : undefined;
	}
	if (node.type === 'NewExpression' && isIdentifier(node.callee, 'Date') && isEmpty(node.arguments))
		return 'new Date()';
	if (node.type !== 'CallExpression' || !isSyntaxNode(node.callee)) return undefined;
	const { callee } = node;
	if (callee.type !== 'MemberExpression' || readPropertyName(callee) !== 'now') return undefined;
	return isIdentifier(callee.object, 'Date') || isIdentifier(callee.object, 'performance') ? 'Date.now()' : undefined;
}

function readPropertyName({ property }: SyntaxNode): string | undefined {
	if (!isSyntaxNode(property)) return undefined;
	return typeof property.name === 'string' ? property.name : readText(property);
}

function isIdentifier(node: unknown, name: string): boolean {
	return isSyntaxNode(node) && node.type === 'Identifier' && node.name === name;
}

function isEmpty(list: unknown): boolean {
	return Array.isArray(list) && list.length === 0;
}
