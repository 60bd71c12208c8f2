/** What the readers of TypeScript's syntax tree share: the source, the library's tables, a guard on nesting. */
import type { ts } from 'ts-morph';
import type { TargetError } from '../target.js';
import type { Source, Wording } from './source.js';
import type { FunctionSyntax, Place, Statement, Syntax } from './syntax.js';
import { notSupported, unsupportedSyntax } from './wording.js';

export type TypeScript = typeof ts;

/** Deeper syntax than a person writes; keeps the recursive readers far from the end of the stack. */
const MAX_DEPTH = 200;

/** The mutually recursive readers, one for each class of syntax. */
export interface Readers {
  readonly expression: (reader: Reader, node: ts.Expression) => Syntax;
  readonly statement: (reader: Reader, node: ts.Statement) => Statement | undefined;
  readonly functionLike: (reader: Reader, node: FunctionNode) => FunctionSyntax;
}

export class Reader {
  readonly ts: TypeScript;
  readonly source: Source;
  private readonly file: ts.SourceFile;
  private readonly readers: Readers;
  private depth = 0;
  private readonly unsupported: ReadonlyMap<ts.SyntaxKind, Wording>;

  constructor(typeScript: TypeScript, file: ts.SourceFile, source: Source, readers: Readers) {
    this.ts = typeScript;
    this.file = file;
    this.source = source;
    this.readers = readers;
    this.unsupported = new Map(
      Object.entries(unsupportedSyntax).map(([name, wording]) => [
        typeScript.SyntaxKind[name as keyof typeof ts.SyntaxKind],
        wording,
      ]),
    );
  }

  place(node: ts.Node): Place {
    return { at: node.getStart(this.file), end: node.end };
  }

  /** The operator as text. */
  token(node: ts.BinaryExpression): string {
    return this.ts.tokenToString(node.operatorToken.kind) ?? '';
  }

  isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
    const { FirstAssignment, LastAssignment } = this.ts.SyntaxKind;
    return kind >= FirstAssignment && kind <= LastAssignment;
  }

  /** `read()`, one level deeper. */
  nested<T>(node: ts.Node, read: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      throw this.source.error('too-large', this.place(node), {
        found: `the syntax is nested more than ${MAX_DEPTH} levels deep`,
        remedy: 'Name inner parts with const, or move them to helper functions.',
      });
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  expression(node: ts.Expression): Syntax {
    return this.nested(node, () => this.readers.expression(this, node));
  }

  /** `undefined` for statements without effect: types, `;`. */
  statement(node: ts.Statement): Statement | undefined {
    return this.nested(node, () => this.readers.statement(this, node));
  }

  statements(nodes: readonly ts.Statement[]): Statement[] {
    return nodes.map((node) => this.statement(node)).filter((statement) => statement !== undefined);
  }

  functionLike(node: FunctionNode): FunctionSyntax {
    return this.nested(node, () => this.readers.functionLike(this, node));
  }

  reject(node: ts.Node, wording: Wording): TargetError {
    return this.source.error('unsupported', this.place(node), wording);
  }

  /** The error about a node whose very kind is not supported. */
  rejectKind(node: ts.Node): TargetError {
    const known = this.unsupported.get(node.kind);
    return this.reject(node, known ?? notSupported(`\`${this.source.excerpt(this.place(node))}\` is`));
  }
}

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;
