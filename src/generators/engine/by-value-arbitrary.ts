/** A fast-check arbitrary made of a draw and a simplifier that needs no context. */
import fc from 'fast-check';
import type { Random } from './draw.js';
import type { Simplify } from './simplify.js';

export interface ByValue<T> {
  /** `biasFactor` is for draws that fast-check's own arbitraries make (see `drawnBy`); all others ignore it. */
  readonly draw: (random: Random, biasFactor?: number) => T;
  readonly simplify: Simplify<T>;
  /** Could `draw` have made this value? Decides whether a value given by the user may be shrunk. */
  readonly accepts: (value: unknown) => value is T;
}

export class ByValueArbitrary<T> extends fc.Arbitrary<T> {
  private readonly engine: ByValue<T>;

  constructor(engine: ByValue<T>) {
    super();
    this.engine = engine;
  }

  override generate(random: Random, biasFactor: number | undefined): fc.Value<T> {
    return new fc.Value(this.engine.draw(random, biasFactor), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.engine.accepts(value);
  }

  override shrink(value: T): fc.Stream<fc.Value<T>> {
    return fc.stream(values(this.engine.simplify(value)));
  }
}

/** Draws what a composition of fast-check's arbitraries draws; what it draws then shrinks by value. */
export function drawnBy<T>(arbitrary: fc.Arbitrary<T>): ByValue<T>['draw'] {
  return (random, biasFactor) => arbitrary.generate(random, biasFactor).value;
}

function* values<T>(simpler: Iterable<T>): IterableIterator<fc.Value<T>> {
  for (const value of simpler) yield new fc.Value(value, undefined);
}
