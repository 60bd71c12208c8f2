/**
 * Finds what rigorous code must not use: operations whose result the ECMAScript standard leaves to the engine
 * (`Math.exp`, `Math.sin`, `**` on doubles, …), chance, and the clock.
 */
import ts from 'typescript';

/** Exactly specified by ECMAScript, or correctly rounded by IEEE 754. */
const EXACT_MATH = new Set([
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
]);

export interface Finding {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Parses a sample, with parents. */
export function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('sample.ts', text, ts.ScriptTarget.Latest, true);
}

function nodesOf(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}

function finding(file: ts.SourceFile, node: ts.Node): Finding {
  return {
    line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
    text: node.getText(file).split('\n', 1)[0]!,
  };
}

/** Is the identifier a use of a global variable, not a property's or type member's name that is spelled the same? */
function isVariable(node: ts.Node, name: string): node is ts.Identifier {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}

/** Is the expression visibly a BigInt, without knowledge of types? */
export function isBigIntText(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isBigIntText(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isBigIntText(node.operand);
  if (ts.isCallExpression(node)) return node.expression.getText() === 'BigInt';
  return ts.isBigIntLiteral(node);
}

/** Is it `2 ** k`? A test proves these exact for every integer `k`, on every engine that runs it. */
function isPowerOfTwo({ left }: ts.BinaryExpression): boolean {
  return left.getText() === '2';
}

function isEngineDefined(node: ts.Node, isBigInt: (node: ts.Expression) => boolean): boolean {
  if (isVariable(node, 'Math')) {
    const { parent } = node;
    return !(ts.isPropertyAccessExpression(parent) && EXACT_MATH.has(parent.name.text));
  }
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  if (kind !== ts.SyntaxKind.AsteriskAsteriskToken && kind !== ts.SyntaxKind.AsteriskAsteriskEqualsToken) return false;
  // BigInts and doubles do not mix in `**`, so one BigInt operand makes the power exact.
  return !isPowerOfTwo(node) && !isBigInt(node.left) && !isBigInt(node.right);
}

/** Does the node declare a function, method or variable whose name says that it carries no bound? */
function isApproximation(node: ts.Node): boolean {
  const named = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isVariableDeclaration(node);
  return named && /^(approx|float64)/.test(node.name?.getText() ?? '');
}

function isInsideApproximation(node: ts.Node): boolean {
  return isApproximation(node) || (!ts.isSourceFile(node.parent) && isInsideApproximation(node.parent));
}

/** Uses of `Math` beyond its exact functions, and powers of doubles, outside of what is named an approximation. */
export function findEngineDefined(
  file: ts.SourceFile,
  isBigInt: (node: ts.Expression) => boolean = isBigIntText,
): Finding[] {
  return nodesOf(file)
    .filter((node) => isEngineDefined(node, isBigInt) && !isInsideApproximation(node))
    .map((node) => finding(file, ts.isIdentifier(node) ? node.parent : node));
}

/** Uses of the global variables `names`. */
export function findGlobals(file: ts.SourceFile, names: readonly string[]): Finding[] {
  return nodesOf(file)
    .filter((node) => names.some((name) => isVariable(node, name)))
    .map((node) => finding(file, node.parent));
}
