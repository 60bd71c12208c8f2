/** Functions, parameters and destructuring patterns. */
import type { ts } from 'ts-morph';
import type { FunctionNode, Reader } from './reader.js';
import type { FunctionSyntax, Parameter, Pattern } from './syntax.js';
import { computedName, notSupported } from './wording.js';

export function readFunction(reader: Reader, node: FunctionNode): FunctionSyntax {
  const { ts } = reader;
  for (const modifier of node.modifiers ?? []) {
    if (modifier.kind === ts.SyntaxKind.AsyncKeyword) throw reader.rejectKind(modifier);
  }
  if (node.asteriskToken) throw reader.rejectKind(node.asteriskToken);
  if (!node.body) {
    throw reader.reject(node, notSupported('a function without a body is', 'Write one function with its body.'));
  }
  return {
    ...reader.place(node),
    kind: 'function',
    name: node.name && ts.isIdentifier(node.name) ? node.name.text : undefined,
    // A `this` parameter only declares a type.
    parameters: node.parameters
      .filter(({ name }) => !(ts.isIdentifier(name) && name.text === 'this'))
      .map((parameter) => readParameter(reader, parameter)),
    body: ts.isBlock(node.body) ? reader.statements(node.body.statements) : reader.expression(node.body),
  };
}

function readParameter(reader: Reader, node: ts.ParameterDeclaration | ts.BindingElement): Parameter {
  return {
    pattern: readPattern(reader, node.name),
    initial: node.initializer && reader.expression(node.initializer),
    rest: node.dotDotDotToken !== undefined,
  };
}

export function readPattern(reader: Reader, node: ts.BindingName): Pattern {
  const { ts } = reader;
  const place = reader.place(node);
  if (ts.isIdentifier(node)) return { ...place, kind: 'name', name: node.text };
  return reader.nested(node, () => {
    if (ts.isArrayBindingPattern(node)) {
      const items = node.elements.map((element) =>
        ts.isOmittedExpression(element) ? undefined : readParameter(reader, element),
      );
      return { ...place, kind: 'arrayPattern', items };
    }
    const fields = node.elements.map((element) => {
      if (element.dotDotDotToken) throw reader.reject(element, notSupported('... in an object pattern is'));
      const key = element.propertyName ?? element.name;
      if (!ts.isIdentifier(key)) throw reader.reject(key, computedName);
      return { name: key.text, item: readParameter(reader, element) };
    });
    return { ...place, kind: 'objectPattern', fields };
  });
}
