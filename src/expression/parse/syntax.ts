/**
 * The syntax of the target language: what is left of a TypeScript function once types and punctuation are gone.
 *
 * Only supported constructs have a node here; everything else is reported when the TypeScript tree is read. `at` and
 * `end` are offsets into the source text.
 */
import type { BinaryOperator } from '../expression.js';

export interface Place {
  readonly at: number;
  readonly end: number;
}

export type ArithmeticOperator = Extract<BinaryOperator, 'add' | 'sub' | 'mul' | 'div'> | 'remainder' | 'power';
export type RelationOperator = '<' | '<=' | '>' | '>=' | '===' | '!==';

/** An item of an array literal or an argument of a call. */
export interface Item {
  readonly value: Syntax;
  readonly spread: boolean;
}

export type Syntax = Place &
  (
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'truth'; readonly value: boolean }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'sign'; readonly negative: boolean; readonly operand: Syntax }
    | { readonly kind: 'not'; readonly operand: Syntax }
    | { readonly kind: 'arithmetic'; readonly op: ArithmeticOperator; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'relation'; readonly op: RelationOperator; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'logical'; readonly op: 'and' | 'or'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'conditional'; readonly test: Syntax; readonly yes: Syntax; readonly no: Syntax }
    | { readonly kind: 'call'; readonly callee: Syntax; readonly args: readonly Item[] }
    | { readonly kind: 'member'; readonly object: Syntax; readonly name: string }
    | { readonly kind: 'element'; readonly object: Syntax; readonly index: Syntax }
    | { readonly kind: 'array'; readonly items: readonly Item[] }
    | { readonly kind: 'object'; readonly fields: readonly Field[] }
    | FunctionSyntax
  );

export interface Field extends Place {
  readonly name: string;
  readonly value: Syntax;
}

export interface FunctionSyntax extends Place {
  readonly kind: 'function';
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  /** Statements, or the expression of an arrow function. */
  readonly body: readonly Statement[] | Syntax;
}

export interface Parameter {
  readonly pattern: Pattern;
  readonly initial: Syntax | undefined;
  readonly rest: boolean;
}

export type Pattern = Place &
  (
    | { readonly kind: 'name'; readonly name: string }
    /** A hole is `undefined`. */
    | { readonly kind: 'arrayPattern'; readonly items: readonly (Parameter | undefined)[] }
    | {
        readonly kind: 'objectPattern';
        readonly fields: readonly { readonly name: string; readonly item: Parameter }[];
      }
  );

export interface Declaration extends Place {
  readonly pattern: Pattern;
  readonly initial: Syntax | undefined;
  readonly constant: boolean;
}

export interface Assignment extends Place {
  readonly kind: 'assign';
  readonly target: Syntax;
  /** The operator of `+=` and its kin. */
  readonly op: ArithmeticOperator | undefined;
  readonly value: Syntax;
}

export type Statement = Place &
  (
    | { readonly kind: 'declare'; readonly declarations: readonly Declaration[] }
    | { readonly kind: 'declareFunction'; readonly name: string; readonly value: FunctionSyntax }
    | Assignment
    | { readonly kind: 'expression'; readonly value: Syntax }
    | { readonly kind: 'if'; readonly test: Syntax; readonly yes: Statement; readonly no: Statement | undefined }
    | { readonly kind: 'return'; readonly value: Syntax }
    | ForSyntax
    | {
        readonly kind: 'forOf';
        readonly constant: boolean;
        readonly pattern: Pattern;
        readonly of: Syntax;
        readonly body: Statement;
      }
    | { readonly kind: 'block'; readonly statements: readonly Statement[] }
    | { readonly kind: 'break' | 'continue' }
  );

export interface ForSyntax extends Place {
  readonly kind: 'for';
  readonly initial: Statement | undefined;
  readonly test: Syntax | undefined;
  readonly updates: readonly Statement[];
  readonly body: Statement;
}
