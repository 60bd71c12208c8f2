/**
 * A target file as a module: its top-level declarations and its exports, read on demand.
 *
 * The file is parsed, never executed, and no import is followed. What no target needs is not looked into, so a file
 * may hold other exports that the target language cannot express.
 */
import type { ts } from 'ts-morph';
import { readExpression } from './read-expression.js';
import { readFunction } from './read-function.js';
import { readDeclaration, readStatement } from './read-statement.js';
import { Reader, type TypeScript } from './reader.js';
import type { Source, Wording } from './source.js';
import type { Declaration, FunctionSyntax, Place } from './syntax.js';
import { notSupported, topLevelStatement, unsupportedSyntax } from './wording.js';

export type TopLevel = Place &
  (
    | { readonly kind: 'declaration'; readonly read: () => Declaration }
    | { readonly kind: 'function'; readonly read: () => FunctionSyntax }
    /** A name that the target language has no use for: an import, a class, … */
    | { readonly kind: 'foreign'; readonly wording: Wording }
  );

export interface Module {
  readonly source: Source;
  readonly declarations: ReadonlyMap<string, TopLevel>;
  /** Exported name → name of the declaration. */
  readonly exports: ReadonlyMap<string, string>;
}

const ambient = notSupported('a name that is declared elsewhere is', 'Write its value in the target file.');
const imported = notSupported('an imported name is', 'Copy the helper function into the target file.');

/** Parses `source`; throws a `TargetError` for a syntax error. ts-morph costs 0.3 s, so it is loaded here and not before. */
export async function readModule(source: Source): Promise<Module> {
  const { Project, ts } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true, noResolve: true, types: [] },
  });
  // JavaScript is read as TypeScript without types.
  const file = project.createSourceFile('/target.ts', source.text);
  const [problem] = project.getProgram().getSyntacticDiagnostics(file);
  if (problem !== undefined) {
    const message = problem.getMessageText();
    const found = typeof message === 'string' ? message : message.getMessageText();
    const at = problem.getStart();
    throw source.error('syntax', at === undefined ? undefined : { at, end: at }, {
      found: found.replace(/\.$/, ''),
      remedy: 'Correct the syntax; a target file is a plain TypeScript or JavaScript module.',
    });
  }
  const reader = new Reader(ts, file.compilerNode, source, {
    expression: readExpression,
    statement: readStatement,
    functionLike: readFunction,
  });
  return collect(reader, file.compilerNode.statements);
}

function collect(reader: Reader, statements: readonly ts.Statement[]): Module {
  const { ts, source } = reader;
  const declarations = new Map<string, TopLevel>();
  const exports = new Map<string, string>();
  const declare = (name: ts.Identifier, declaration: TopLevel, exported: boolean): void => {
    const known = declarations.get(name.text);
    if (known !== undefined && known.kind !== 'foreign') {
      throw source.error('syntax', reader.place(name), {
        found: `\`${name.text}\` is declared twice`,
        remedy: 'Rename one of the two.',
      });
    }
    declarations.set(name.text, declaration);
    if (exported) exports.set(name.text, name.text);
  };

  for (const node of statements) {
    const place = reader.place(node);
    const exported = isExported(ts, node);
    if (ts.isVariableStatement(node)) {
      for (const variable of node.declarationList.declarations) {
        const read = once(() => readDeclaration(reader, node.declarationList, variable));
        const declaration: TopLevel = isAmbient(ts, node)
          ? { ...place, kind: 'foreign', wording: ambient }
          : { ...place, kind: 'declaration', read };
        for (const name of boundNames(ts, variable.name)) declare(name, declaration, exported);
      }
    } else if (ts.isFunctionDeclaration(node)) {
      // An overload's signature has no body, and nothing to read.
      if (node.name && node.body) {
        declare(node.name, { ...place, kind: 'function', read: once(() => reader.functionLike(node)) }, exported);
      }
    } else if (ts.isExportDeclaration(node)) {
      const { exportClause, moduleSpecifier } = node;
      if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause)) continue;
      for (const { name, propertyName } of exportClause.elements) exports.set(name.text, (propertyName ?? name).text);
    } else if (ts.isImportDeclaration(node)) {
      for (const name of importedNames(ts, node))
        declare(name, { ...place, kind: 'foreign', wording: imported }, false);
    } else if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      const wording = unsupportedSyntax[ts.isEnumDeclaration(node) ? 'EnumDeclaration' : 'ClassDeclaration']!;
      if (node.name) declare(node.name, { ...place, kind: 'foreign', wording }, exported);
    } else if (!isHarmless(ts, node)) {
      throw reader.reject(node, topLevelStatement);
    }
  }
  return { source, declarations, exports };
}

/** Statements that declare no value and change none: types, `export default`, directives. */
function isHarmless(ts: TypeScript, node: ts.Statement): boolean {
  return (
    ts.isEmptyStatement(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isExportAssignment(node) ||
    (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression))
  );
}

function modifierKinds(ts: TypeScript, node: ts.Statement): ts.SyntaxKind[] {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.map(({ kind }) => kind);
}

function isAmbient(ts: TypeScript, node: ts.Statement): boolean {
  return modifierKinds(ts, node).includes(ts.SyntaxKind.DeclareKeyword);
}

function isExported(ts: TypeScript, node: ts.Statement): boolean {
  const kinds = modifierKinds(ts, node);
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

function boundNames(ts: TypeScript, name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(ts, element.name)));
}

function importedNames(ts: TypeScript, { importClause }: ts.ImportDeclaration): ts.Identifier[] {
  const { name, namedBindings } = importClause ?? {};
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((element) => element.name);
  return name ? [name, ...named] : named;
}

function once<T>(read: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: read() }).value;
}
