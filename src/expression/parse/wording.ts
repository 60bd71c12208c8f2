/** What is said about unsupported constructs: what was found, and what to write instead. */
import type { Wording } from './source.js';

const SUPPORTED =
  'Write the formula with numbers, + - * / **, Math functions, comparisons, ?:, if/else, const and let, ' +
  'for loops with constant bounds, helper functions and fixed-size arrays.';

export function notSupported(what: string, remedy: string = SUPPORTED): Wording {
  return { found: `${what} not supported in a target`, remedy };
}

const WHILE_REMEDY = 'Write a for loop with constant bounds: for (let i = 0; i < 10; i++) { … }.';
const STRING_REMEDY = 'A target is a function of real numbers; write numbers, truth values and arrays of numbers.';
const BITWISE_REMEDY = 'Write integer arithmetic: 2 ** n for 1 << n, Math.floor(x / 2) for x >> 1.';
const ASYNC_REMEDY = 'A target is evaluated at once, from its arguments alone: write a plain function.';

/** Keys are names of TypeScript's syntax kinds. */
export const unsupportedSyntax: Readonly<Record<string, Wording>> = {
  AwaitExpression: notSupported('await is', ASYNC_REMEDY),
  YieldExpression: notSupported('yield is', ASYNC_REMEDY),
  AsyncKeyword: notSupported('an async function is', ASYNC_REMEDY),
  AsteriskToken: notSupported('a generator function is', ASYNC_REMEDY),
  ClassDeclaration: notSupported('a class is', 'Write helper functions instead.'),
  ClassExpression: notSupported('a class is', 'Write helper functions instead.'),
  EnumDeclaration: notSupported('an enum is', 'Write const declarations instead.'),
  ModuleDeclaration: notSupported('a namespace is', 'Write const declarations and helper functions instead.'),
  WhileStatement: notSupported('a while loop is', WHILE_REMEDY),
  DoStatement: notSupported('a do loop is', WHILE_REMEDY),
  ForInStatement: notSupported('for…in is', 'Write for…of over an array, or a for loop over its indices.'),
  SwitchStatement: notSupported('switch is', 'Write if/else or ?: instead.'),
  ThrowStatement: notSupported(
    'throw is',
    'Return a value on every path; if the formula is undefined somewhere, shrink the domain to where it is defined.',
  ),
  TryStatement: notSupported('try is', 'A target computes with numbers, which throw nothing: write the body alone.'),
  LabeledStatement: notSupported('a label is', 'Move the inner loop to a helper function and return from it.'),
  WithStatement: notSupported('with is'),
  DebuggerStatement: notSupported('debugger is', 'Remove it: the file is read, not run.'),
  StringLiteral: notSupported('a string is', STRING_REMEDY),
  NoSubstitutionTemplateLiteral: notSupported('a string is', STRING_REMEDY),
  TemplateExpression: notSupported('a string is', STRING_REMEDY),
  TaggedTemplateExpression: notSupported('a string is', STRING_REMEDY),
  RegularExpressionLiteral: notSupported('a regular expression is', STRING_REMEDY),
  BigIntLiteral: notSupported('a BigInt is', 'Drop the n: whole numbers are exact here as they are.'),
  NullKeyword: notSupported('null is', 'Use a number.'),
  VoidExpression: notSupported('void is'),
  TypeOfExpression: notSupported('typeof is', 'Every input is a number: no test is needed.'),
  DeleteExpression: notSupported('delete is', 'Arrays have a fixed size: build a new one with slice or Array.from.'),
  NewExpression: notSupported('new is', 'Write arrays as [a, b] or Array.from({ length: n }, (_, i) => …).'),
  ThisKeyword: notSupported('this is', 'Pass what the function needs as a parameter.'),
  SuperKeyword: notSupported('super is', 'Write helper functions instead.'),
  MetaProperty: notSupported('a meta property is', 'A target depends on its parameters alone.'),
  TildeToken: notSupported('~ is', BITWISE_REMEDY),
  AmpersandToken: notSupported('& is', BITWISE_REMEDY),
  BarToken: notSupported('| is', BITWISE_REMEDY),
  CaretToken: notSupported(
    '^ is',
    'For a power write x ** n; for an exclusive or of comparisons write a !== b with ?:.',
  ),
  LessThanLessThanToken: notSupported('<< is', BITWISE_REMEDY),
  GreaterThanGreaterThanToken: notSupported('>> is', BITWISE_REMEDY),
  GreaterThanGreaterThanGreaterThanToken: notSupported('>>> is', BITWISE_REMEDY),
  QuestionQuestionToken: notSupported('?? is', 'Every value is present: write it alone.'),
  CommaToken: notSupported('the comma operator is', 'Write two statements.'),
  InKeyword: notSupported('in is', 'Compare numbers instead.'),
  InstanceOfKeyword: notSupported('instanceof is', 'Compare numbers instead.'),
  ImportKeyword: notSupported('import() is', 'Copy the helper functions into the target file.'),
};

export const assignmentInExpression = notSupported(
  'an assignment inside an expression is',
  'Write the assignment as a statement of its own.',
);
export const optionalChain = notSupported('?. is', 'Every value is present: write . or [ ] instead.');
export const arrayHole = notSupported('an array with holes is', 'Write every element.');
export const varDeclaration = notSupported('var is', 'Write const, or let when the variable changes.');
export const usingDeclaration = notSupported('using is', 'Write const.');
export const computedName = notSupported('a computed or quoted property name is', 'Write a plain name.');
export const accessor = notSupported('an accessor is', 'Write a plain value.');
export const objectSpread = notSupported('... in an object is', 'Write every property.');
export const emptyReturn = notSupported('return without a value is', 'Return a value on every path.');
export const forOfAwait = notSupported('for await is', ASYNC_REMEDY);
export const topLevelStatement = notSupported(
  'a statement outside of functions is',
  'Keep declarations only: the file is read, not run.',
);
export const legacyOctal: Wording = {
  found: 'a number that begins with 0 is ambiguous',
  remedy: 'Drop the leading zero, or write 0o for an octal number.',
};

export const unsupportedMath: Readonly<Record<string, string>> = {
  random: 'A target must give the same value every time: write the random number as a literal.',
  asin: 'Write Math.atan(x / Math.sqrt(1 - x ** 2)).',
  acos: 'Write Math.PI / 2 - Math.atan(x / Math.sqrt(1 - x ** 2)).',
  atan2: 'Write Math.atan(y / x) where x > 0, and the other quadrants with ?:.',
  sinh: 'Write (Math.exp(x) - Math.exp(-x)) / 2.',
  cosh: 'Write (Math.exp(x) + Math.exp(-x)) / 2.',
  asinh: 'Write Math.log(x + Math.sqrt(x ** 2 + 1)).',
  acosh: 'Write Math.log(x + Math.sqrt(x ** 2 - 1)).',
  atanh: 'Write Math.log((1 + x) / (1 - x)) / 2.',
  log2: 'Write Math.log(x) / Math.LN2.',
  log10: 'Write Math.log(x) / Math.LN10.',
  log1p: 'Write Math.log(1 + x).',
  ceil: 'Write -Math.floor(-x).',
  round: 'Write Math.floor(x + 0.5).',
  trunc: 'Write Math.sign(x) * Math.floor(Math.abs(x)).',
  fround: 'A target is a function of real numbers: drop the rounding.',
  f16round: 'A target is a function of real numbers: drop the rounding.',
  imul: 'Write a * b.',
  clz32: 'Write the comparison of sizes with < instead.',
  sumPrecise: 'Write the sum with + or reduce.',
};

export const unsupportedArrayMethod: Readonly<Record<string, string>> = {
  sort: 'The order depends on the input: write a sorting network with Math.min and Math.max.',
  toSorted: 'The order depends on the input: write a sorting network with Math.min and Math.max.',
  push: 'Arrays have a fixed size: write [...array, value] or Array.from({ length: n }, (_, i) => …).',
  pop: 'Arrays have a fixed size: write array.slice(0, array.length - 1).',
  shift: 'Arrays have a fixed size: write array.slice(1).',
  unshift: 'Arrays have a fixed size: write [value, ...array].',
  splice: 'Arrays have a fixed size: join pieces made with slice.',
  filter: 'The size would depend on the input: map to condition ? value : 0 and sum.',
  forEach: 'Write for (const item of array) { … }.',
  find: 'Write nested ?: over the elements.',
  findIndex: 'Write nested ?: over the elements.',
  indexOf: 'Write nested ?: over the elements.',
  includes: 'Write array.reduce((any, item) => any || item === x, false).',
  some: 'Write array.reduce((any, item) => any || test(item), false).',
  every: 'Write array.reduce((all, item) => all && test(item), true).',
  reduceRight: 'Write a for loop that counts down.',
  reverse: 'Write array.map((_, i) => array[array.length - 1 - i]).',
  toReversed: 'Write array.map((_, i) => array[array.length - 1 - i]).',
  entries: 'Write array.map((item, i) => …), or a for loop over the indices.',
  keys: 'Write a for loop over the indices.',
  join: 'A target has no strings.',
};

/** Names of the language that a target may not use. */
export const unsupportedName: Readonly<Record<string, Wording>> = {
  undefined: { found: 'undefined is not a number', remedy: 'Give every variable a value.' },
  Date: notSupported('Date is', 'A target depends on its parameters alone.'),
  Number: notSupported('Number is', 'Write the number itself.'),
  console: notSupported('console is', 'Remove the call: the file is read, not run.'),
  arguments: notSupported('arguments is', 'Name the parameters, or write (...x: number[]).'),
};
