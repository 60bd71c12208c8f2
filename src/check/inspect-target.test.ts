import { Decimal as Shared } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { domainBox } from '../approximation/box.js';
import { parseTarget } from '../expression/parse/index.js';
import { encloseRange } from '../expression/range.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { inspectTarget, type Ends } from './inspect-target.js';
import { describeSmoothness, findRoughness } from '../approximation/smoothness.js';

/** Comparisons are exact; the private constructor keeps them so. */
const Decimal = Shared.clone({ defaults: true });

const parse = (body: string, more = '', domain = '[[-1, 1]]') =>
  parseTarget(`export const domain = ${domain};\n${more}\nexport function target(x: number) { return ${body}; }`);

async function roughness(body: string, domain?: string): Promise<string[]> {
  return findRoughness(await parse(body, '', domain), 0).map(({ kind, where }) => `${kind} where ${where}`);
}

describe('smoothness', () => {
  test.each([
    ['Math.sin(3 * x) * Math.exp(x)', []],
    ['Math.abs(x)', ['kink where x0 = 0']],
    ['Math.abs(x - 2)', []],
    ['Math.sqrt(x + 2)', []],
    ['Math.sqrt(x + 1)', ['infinite slope where x0 + 1 = 0']],
    ['Math.max(x, 0.5)', ['kink where x0 = 0.5']],
    ['Math.max(x, 2)', []],
    ['Math.min(x * x, x)', ['kink where x0 * x0 = x0']],
    ['Math.floor(x)', ['jump where x0 is a whole number']],
    ['Math.floor(0.4 + x / 4)', []],
    ['Math.hypot(x, x + 3)', []],
    ['x > 0.5 ? 1 : 0', ['jump where 0.5 = x0']],
    ['x > 0 ? x : 0', ['kink where 0 = x0']],
    ['(x > 0 ? x : 0) + (x > 0 ? 1 : 0)', ['jump where 0 = x0']],
    ['x < -0.5 || x > 0.5 ? 0.25 : x * x', ['kink where x0 = -0.5', 'kink where 0.5 = x0']],
    ['x > 2 ? 1 : 0', []],
  ])('%s', async (body, places) => {
    expect(await roughness(body)).toEqual(places);
  });

  test('depends on the domain', async () => {
    expect(await roughness('Math.abs(x)', '[[1, 2]]')).toEqual([]);
  });

  test('a long list is cut, and says so', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `Math.abs(x - ${i} / 20)`).join(' + ');
    const places = findRoughness(await parse(many), 0);
    expect(places).toHaveLength(6);
    expect(describeSmoothness(places)).toMatch(/; perhaps more$/);
    expect(describeSmoothness([])).toBe('smooth on the domain');
  });

  test('says where the function may jump before it says where it may have a kink', () => {
    const places = [
      { kind: 'kink', where: 'x0 = 0' },
      { kind: 'jump', where: 'x0 = 1' },
    ] as const;
    expect(describeSmoothness(places)).toBe('may jump where x0 = 1; possibly not smooth: kink where x0 = 0');
    expect(describeSmoothness(places.slice(0, 1))).toBe('possibly not smooth: kink where x0 = 0');
  });
});

describe('an inspection', () => {
  test('encloses domain, range and Lipschitz constant outward', async () => {
    const { domain, outputs, modulus } = inspectTarget(await parse('Math.sin(3 * x)', '', '[[0.1, 0.9]]'));
    expect(domain[0]!.text).toEqual(['0.1', '0.9']);
    expect(Number(domain[0]!.lower)).toBeLessThanOrEqual(0.1);
    expect(Number(domain[0]!.upper)).toBeGreaterThanOrEqual(0.9);
    const [{ range, lipschitz, expression }] = outputs as [(typeof outputs)[0]];
    expect(expression).toBe('sin(3 * x0)');
    // The maximum 1 is attained at π/6, the minimum and the steepest slope, 3 cos 0.3, at 0.1.
    expect(Number(range.upper)).toBeGreaterThanOrEqual(1);
    expect(Number(range.upper)).toBeLessThan(1.02);
    expect(Number(range.lower)).toBeLessThanOrEqual(Math.sin(0.3));
    expect(Number(lipschitz.lower)).toBeLessThanOrEqual(3 * Math.cos(0.3));
    expect(Number(lipschitz.upper)).toBeGreaterThanOrEqual(3 * Math.cos(0.3));
    expect(modulus).toBeNull();
  });

  test('prints ends that lie outside of the computed ones', async () => {
    for (const factor of [3, 5, 7]) {
      const target = await parse(`Math.sin(${factor} * x)`, '', '[[0.1, 0.9]]');
      const inspection = inspectTarget(target);
      const box = domainBox(target);
      const [computed] = encloseRange(target.expression, box).outputs;
      const outside = ({ lower, upper }: Ends, from: number, to: number): boolean =>
        new Decimal(exactDecimal(from)).gte(lower) && new Decimal(exactDecimal(to)).lte(upper);
      expect(outside(inspection.outputs[0]!.range, computed!.lower, computed!.upper)).toBe(true);
      expect(outside(inspection.domain[0]!, box[0]!, box[1]!)).toBe(true);
    }
  });

  test('of several outputs speaks of each', async () => {
    const { outputs } = inspectTarget(await parse('[x, Math.abs(x), 2]'));
    expect(outputs.map(({ lipschitz }) => Number(lipschitz.upper).toFixed(3))).toEqual(['1.000', '1.000', '0.000']);
    expect(outputs.map(({ smoothness }) => smoothness.startsWith('smooth'))).toEqual([true, false, true]);
  });

  test('checks a declared modulus instead of believing it', async () => {
    const verdictOf = async (modulus: string, body: string) =>
      inspectTarget(await parse(body, `export const modulus = ${modulus};`)).modulus;
    expect(await verdictOf('{ lipschitz: 2 }', '2 * x')).toMatchObject({
      constant: '2',
      exponent: '1',
      verdict: 'certified',
    });
    const refuted = await verdictOf('{ lipschitz: 1.9 }', '2 * x');
    expect(refuted).toMatchObject({ verdict: 'refuted' });
    const [[p], [q]] = refuted!.witness as [[string], [string]];
    expect(Math.abs(2 * Number(p) - 2 * Number(q))).toBeGreaterThan(1.9 * Math.abs(Number(p) - Number(q)));
  });
});
