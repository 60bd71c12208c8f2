/** Statements: TypeScript's syntax tree → the target language's. */
import type { ts } from 'ts-morph';
import { arithmeticOperator } from './read-expression.js';
import { readPattern } from './read-function.js';
import type { Reader } from './reader.js';
import type { Assignment, Declaration, Statement } from './syntax.js';
import { emptyReturn, forOfAwait, notSupported, usingDeclaration, varDeclaration } from './wording.js';

export function readStatement(reader: Reader, node: ts.Statement): Statement | undefined {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isVariableStatement(node)) {
    return { ...place, kind: 'declare', declarations: readDeclarations(reader, node.declarationList) };
  }
  if (ts.isExpressionStatement(node)) return readEffect(reader, node.expression);
  if (ts.isIfStatement(node)) {
    const yes = body(reader, node.thenStatement);
    const no = node.elseStatement && body(reader, node.elseStatement);
    return { ...place, kind: 'if', test: reader.expression(node.expression), yes, no };
  }
  if (ts.isReturnStatement(node)) {
    if (!node.expression) throw reader.reject(node, emptyReturn);
    return { ...place, kind: 'return', value: reader.expression(node.expression) };
  }
  if (ts.isForStatement(node)) return readFor(reader, node);
  if (ts.isForOfStatement(node)) return readForOf(reader, node);
  if (ts.isBlock(node)) return { ...place, kind: 'block', statements: reader.statements(node.statements) };
  if (ts.isFunctionDeclaration(node) && node.name) {
    return { ...place, kind: 'declareFunction', name: node.name.text, value: reader.functionLike(node) };
  }
  if ((ts.isBreakStatement(node) || ts.isContinueStatement(node)) && !node.label) {
    return { ...place, kind: ts.isBreakStatement(node) ? 'break' : 'continue' };
  }
  if (ts.isEmptyStatement(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return undefined;
  throw reader.rejectKind(node);
}

/** A branch or a loop's body; a lone `;` is the empty block. */
function body(reader: Reader, node: ts.Statement): Statement {
  return reader.statement(node) ?? { ...reader.place(node), kind: 'block', statements: [] };
}

function readDeclarations(reader: Reader, list: ts.VariableDeclarationList): Declaration[] {
  return list.declarations.map((node) => readDeclaration(reader, list, node));
}

/** One declaration of a list such as `const a = 1, b = 2`. */
export function readDeclaration(
  reader: Reader,
  list: ts.VariableDeclarationList,
  node: ts.VariableDeclaration,
): Declaration {
  const { NodeFlags, isIdentifier } = reader.ts;
  const kind = list.flags & NodeFlags.BlockScoped;
  if (kind === NodeFlags.Using || kind === NodeFlags.AwaitUsing) throw reader.reject(list, usingDeclaration);
  if (kind !== NodeFlags.Const && kind !== NodeFlags.Let) throw reader.reject(list, varDeclaration);
  const constant = kind === NodeFlags.Const;
  if (!node.initializer && (constant || !isIdentifier(node.name))) {
    throw reader.source.error('syntax', reader.place(node), {
      found: `\`${reader.source.excerpt(reader.place(node.name))}\` is declared without a value`,
      remedy: 'Write const name = value, or let name for a variable that is set later.',
    });
  }
  return {
    ...reader.place(node),
    pattern: readPattern(reader, node.name),
    initial: node.initializer && reader.expression(node.initializer),
    constant,
  };
}

/** An assignment, `++`, `--` or a call, as a statement. */
function readEffect(reader: Reader, node: ts.Expression): Statement {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isParenthesizedExpression(node)) return readEffect(reader, node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return assignment(reader, node, node.left, undefined, node.right);
  }
  if (ts.isBinaryExpression(node) && reader.isAssignment(node)) {
    const token = reader.token(node);
    const op = arithmeticOperator(token);
    if (op === undefined) throw reader.reject(node.operatorToken, notSupported(`${token} is`, 'Write a plain =.'));
    return assignment(reader, node, node.left, op, node.right);
  }
  if (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  ) {
    const op = node.operator === ts.SyntaxKind.PlusPlusToken ? 'add' : 'sub';
    const target = reader.expression(node.operand);
    return { ...place, kind: 'assign', target, op, value: { ...place, kind: 'number', text: '1' } };
  }
  return { ...place, kind: 'expression', value: reader.expression(node) };
}

function assignment(
  reader: Reader,
  node: ts.Node,
  left: ts.Expression,
  op: Assignment['op'],
  right: ts.Expression,
): Assignment {
  const { ts } = reader;
  if (ts.isObjectLiteralExpression(left)) {
    throw reader.reject(left, notSupported('a destructuring assignment of an object is', 'Assign one by one.'));
  }
  const target = reader.expression(left);
  return { ...reader.place(node), kind: 'assign', target, op, value: reader.expression(right) };
}

function readFor(reader: Reader, node: ts.ForStatement): Statement {
  const { ts } = reader;
  const { initializer, condition, incrementor } = node;
  let initial: Statement | undefined;
  if (initializer && ts.isVariableDeclarationList(initializer)) {
    initial = { ...reader.place(initializer), kind: 'declare', declarations: readDeclarations(reader, initializer) };
  } else if (initializer) {
    initial = readEffect(reader, initializer);
  }
  return {
    ...reader.place(node),
    kind: 'for',
    initial,
    test: condition && reader.expression(condition),
    updates: incrementor ? effects(reader, incrementor) : [],
    body: body(reader, node.statement),
  };
}

/** The updates of a loop, separated by commas. */
function effects(reader: Reader, node: ts.Expression): Statement[] {
  const { ts } = reader;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return reader.nested(node, () => [...effects(reader, node.left), readEffect(reader, node.right)]);
  }
  return [readEffect(reader, node)];
}

function readForOf(reader: Reader, node: ts.ForOfStatement): Statement {
  const { ts } = reader;
  if (node.awaitModifier) throw reader.reject(node, forOfAwait);
  const list = node.initializer;
  const [declaration] = ts.isVariableDeclarationList(list) ? list.declarations : [];
  if (!declaration || !ts.isVariableDeclarationList(list) || !(list.flags & ts.NodeFlags.BlockScoped)) {
    throw reader.reject(list, varDeclaration);
  }
  return {
    ...reader.place(node),
    kind: 'forOf',
    constant: (list.flags & ts.NodeFlags.Const) !== 0,
    pattern: readPattern(reader, declaration.name),
    of: reader.expression(node.expression),
    body: body(reader, node.statement),
  };
}
