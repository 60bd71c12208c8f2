/** Expressions: TypeScript's syntax tree → the target language's. */
import type { ts } from 'ts-morph';
import { readNumber } from './read-number.js';
import type { Reader } from './reader.js';
import type { ArithmeticOperator, Field, Item, RelationOperator, Syntax } from './syntax.js';
import {
  accessor,
  arrayHole,
  assignmentInExpression,
  computedName,
  objectSpread,
  optionalChain,
  unsupportedSyntax,
} from './wording.js';

const arithmetic: ReadonlyMap<string, ArithmeticOperator> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['%', 'remainder'],
  ['**', 'power'],
]);

const relations: ReadonlyMap<string, RelationOperator> = new Map([
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['===', '==='],
  ['==', '==='],
  ['!==', '!=='],
  ['!=', '!=='],
]);

/** The operator of `+`, or of `+=` when `token` is that. */
export function arithmeticOperator(token: string): ArithmeticOperator | undefined {
  return arithmetic.get(token.replace(/=$/, ''));
}

export function readExpression(reader: Reader, node: ts.Expression): Syntax {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isNumericLiteral(node)) return { ...place, kind: 'number', text: readNumber(reader.source, place) };
  if (ts.isIdentifier(node)) return { ...place, kind: 'name', name: node.text };
  if (ts.isBinaryExpression(node)) return readBinary(reader, node);
  if (ts.isPrefixUnaryExpression(node)) return readPrefix(reader, node);
  if (ts.isPostfixUnaryExpression(node)) throw reader.reject(node, assignmentInExpression);
  if (ts.isParenthesizedExpression(node)) return reader.expression(node.expression);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) {
    return reader.expression(node.expression);
  }
  if (ts.isTypeAssertionExpression(node)) return reader.expression(node.expression);
  if (ts.isConditionalExpression(node)) {
    const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => reader.expression(part));
    return { ...place, kind: 'conditional', test: test!, yes: yes!, no: no! };
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return reader.functionLike(node);
  if (ts.isArrayLiteralExpression(node)) return { ...place, kind: 'array', items: readItems(reader, node.elements) };
  if (ts.isObjectLiteralExpression(node)) {
    return { ...place, kind: 'object', fields: node.properties.map((property) => readField(reader, property)) };
  }
  return readAccess(reader, node);
}

function readAccess(reader: Reader, node: ts.Expression): Syntax {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (node.questionDotToken) throw reader.reject(node, optionalChain);
  }
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) throw reader.rejectKind(node.expression);
    const callee = reader.expression(node.expression);
    return { ...place, kind: 'call', callee, args: readItems(reader, node.arguments) };
  }
  if (ts.isPropertyAccessExpression(node)) {
    const object = reader.expression(node.expression);
    return { ...place, kind: 'member', object, name: node.name.text };
  }
  if (ts.isElementAccessExpression(node)) {
    const [object, index] = [reader.expression(node.expression), reader.expression(node.argumentExpression)];
    return { ...place, kind: 'element', object, index };
  }
  // `new Array(n)` is `Array(n)`.
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Array') {
    const callee = reader.expression(node.expression);
    return { ...place, kind: 'call', callee, args: readItems(reader, node.arguments ?? []) };
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    return { ...place, kind: 'truth', value: node.kind === ts.SyntaxKind.TrueKeyword };
  }
  throw reader.rejectKind(node);
}

/** Follows the left operands in a loop: a sum of a thousand terms is a thousand levels deep, on the left. */
function readBinary(reader: Reader, outermost: ts.BinaryExpression): Syntax {
  const { ts } = reader;
  const chain = [outermost];
  let first: ts.Expression = outermost.left;
  while (ts.isBinaryExpression(first)) {
    chain.push(first);
    first = first.left;
  }
  // An assignment's left side is no value; say so before reading it as one.
  if (chain.some((node) => reader.isAssignment(node))) throw reader.reject(outermost, assignmentInExpression);
  let left = reader.expression(first);
  for (const node of chain.reverse()) left = binary(reader, node, left, reader.expression(node.right));
  return left;
}

function binary(reader: Reader, node: ts.BinaryExpression, left: Syntax, right: Syntax): Syntax {
  const place = reader.place(node);
  const token = reader.token(node);
  const relation = relations.get(token);
  if (relation !== undefined) return { ...place, kind: 'relation', op: relation, left, right };
  const op = arithmetic.get(token);
  if (op !== undefined) return { ...place, kind: 'arithmetic', op, left, right };
  if (token === '&&' || token === '||') {
    return { ...place, kind: 'logical', op: token === '&&' ? 'and' : 'or', left, right };
  }
  throw reader.rejectKind(node.operatorToken);
}

function readPrefix(reader: Reader, node: ts.PrefixUnaryExpression): Syntax {
  const { SyntaxKind } = reader.ts;
  const place = reader.place(node);
  switch (node.operator) {
    case SyntaxKind.MinusToken:
    case SyntaxKind.PlusToken: {
      const negative = node.operator === SyntaxKind.MinusToken;
      return { ...place, kind: 'sign', negative, operand: reader.expression(node.operand) };
    }
    case SyntaxKind.ExclamationToken:
      return { ...place, kind: 'not', operand: reader.expression(node.operand) };
    case SyntaxKind.TildeToken:
      throw reader.reject(node, unsupportedSyntax.TildeToken!);
    default:
      throw reader.reject(node, assignmentInExpression);
  }
}

function readItems(reader: Reader, nodes: readonly ts.Expression[]): Item[] {
  const { ts } = reader;
  return nodes.map((node) => {
    if (ts.isOmittedExpression(node)) throw reader.reject(node, arrayHole);
    if (ts.isSpreadElement(node)) return { value: reader.expression(node.expression), spread: true };
    return { value: reader.expression(node), spread: false };
  });
}

function readField(reader: Reader, node: ts.ObjectLiteralElementLike): Field {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isSpreadAssignment(node)) throw reader.reject(node, objectSpread);
  if (ts.isAccessor(node)) throw reader.reject(node, accessor);
  // The names of targets may need quotes; elsewhere a quoted name is as good as a plain one.
  if (!ts.isIdentifier(node.name) && !ts.isStringLiteral(node.name)) throw reader.reject(node.name, computedName);
  const name = node.name.text;
  if (ts.isMethodDeclaration(node)) return { ...place, name, value: reader.functionLike(node) };
  if (ts.isShorthandPropertyAssignment(node)) {
    if (node.objectAssignmentInitializer) throw reader.reject(node, assignmentInExpression);
    return { ...place, name, value: { ...place, kind: 'name', name } };
  }
  return { ...place, name, value: reader.expression(node.initializer) };
}
