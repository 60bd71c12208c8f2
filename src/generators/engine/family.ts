/** What a family of real-valued functions must provide to be drawn, shrunk, written as an expression and bounded. */
import type { ExpressionBuilder } from '../../expression/builder.js';
import type { NodeIndex } from '../../expression/expression.js';
import type { DomainDescription, ModulusDescription } from '../description.js';
import type { Random } from './draw.js';

/** Where a function is written down: its inputs as nodes, and their domain. */
export interface Scope {
  readonly builder: ExpressionBuilder;
  readonly inputs: readonly NodeIndex[];
  readonly domain: DomainDescription;
}

export interface Family<F> {
  /** A function whose interesting part lies on the domain. */
  draw(random: Random, domain: DomainDescription): F;
  /** Simpler functions of the same family and the same inputs. */
  simplify(value: F, domain: DomainDescription): Iterable<F>;
  /** The function of the inputs `kept` only. */
  selectInputs(value: F, kept: readonly number[]): F;
  /** A function that looks on `to` as `value` does on `from`. */
  move(value: F, from: DomainDescription, to: DomainDescription): F;
  express(value: F, scope: Scope): NodeIndex;
  /** A modulus of continuity on the whole space; undefined when the family declares none. */
  modulus(value: F): ModulusDescription | undefined;
}
