/**
 * McShane extensions `f(x) = min_i (value_i + L‖x − point_i‖₂)`.
 *
 * Each cone is `L`-Lipschitz on the whole space and a minimum of `L`-Lipschitz functions is `L`-Lipschitz, whatever the
 * values: so every change of anchors keeps the declared constant. It is attained between an anchor that is active and
 * its neighbourhood. Source: E. J. McShane, Extension of range of functions, Bull. AMS 40 (1934).
 */
import { drawCentre, longestSide, movePoint, simplifyCentre } from '../engine/domain-engine.js';
import { chance, drawDecimal, drawLogarithmic, repeat } from '../engine/draw.js';
import { divideSignificant, Exact, toText } from '../engine/exact-decimal.js';
import { distance, linearCombination } from '../engine/express.js';
import type { Family } from '../engine/family.js';
import { select, simplifyOffset, stretch } from '../engine/parameters.js';
import { simplifyDecimal } from '../engine/simplify-decimal.js';
import { simplifyFields, simplifyList } from '../engine/simplify.js';

export interface McShaneAnchor {
  readonly point: readonly string[];
  readonly value: string;
}

export interface McShaneFunction {
  readonly family: 'mcshane';
  /** `L ≥ 0`. */
  readonly lipschitz: string;
  readonly anchors: readonly McShaneAnchor[];
}

const MOST_ANCHORS = 6;
const VALUE = { min: new Exact(-2), max: new Exact(2), digits: 2 };
const LEAST_RISE = new Exact('0.1');
const MOST_RISE = new Exact(10);

export const mcshaneFamily: Family<McShaneFunction> = {
  draw: (random, domain) => {
    // The rise of a cone along the longest axis, not its slope, decides how many anchors are active.
    const rise = drawLogarithmic(random, LEAST_RISE, MOST_RISE);
    return {
      family: 'mcshane',
      lipschitz: chance(random, 1, 16) ? '0' : toText(divideSignificant(rise, longestSide(domain), 2)),
      anchors: repeat(random.nextInt(1, MOST_ANCHORS), () => ({
        point: drawCentre(random, domain),
        value: toText(drawDecimal(random, VALUE)),
      })),
    };
  },
  simplify: (value, domain) =>
    simplifyFields<McShaneFunction>({
      anchors: simplifyList(1, simplifyFields({ point: simplifyCentre(domain), value: simplifyOffset })),
      lipschitz: simplifyDecimal({ min: '0', towards: '1' }),
    })(value),
  selectInputs: (value, kept) => ({
    ...value,
    anchors: value.anchors.map((anchor) => ({ ...anchor, point: select(anchor.point, kept) })),
  }),
  move: (value, from, to) => ({
    ...value,
    lipschitz: stretch(value.lipschitz, longestSide(from), longestSide(to)),
    anchors: value.anchors.map((anchor) => ({ ...anchor, point: movePoint(anchor.point, from, to) })),
  }),
  express: ({ lipschitz, anchors }, scope) => {
    const cones = anchors.map(({ point, value }) =>
      linearCombination(scope, [{ coefficient: lipschitz, node: distance(scope, point) }], value),
    );
    return cones.reduce((lowest, cone) => scope.builder.binary('min', lowest, cone));
  },
  modulus: ({ lipschitz }) => ({ kind: 'lipschitz', constant: lipschitz }),
};
