/**
 * The kernel of dense attention, for Node and browsers alike: every query against every key, by tiles, in float32.
 *
 * The energy of key `j` in bits is `e_j = (R/2)(‖x − a_j‖² + h_j)/ln 2`, and its weight `2^{m − e_j}` with an integer `m ≤ min e`. When
 * a smaller energy turns up, `m` falls, and what was summed is multiplied by a power of two: online softmax without any
 * rounding. Sums have three levels, a tile, the tiles of a dispatch, and dispatches, so that no number goes through many
 * additions.
 */

/** Keys that a workgroup reads together; as many queries are its invocations. */
export const TILE = 64;
/** Keys of one dispatch: short enough for the watchdog of a display driver. */
export const DISPATCH_KEYS = 64 * TILE;
/** Below, a weight is left out: 2^-126 is the smallest normal number. */
export const FAINTEST = -126;
/** Above every energy that is let in, and far from overflow. */
export const MOST_ENERGY = 2 ** 100;

export interface KernelShape {
  readonly inputs: number;
  readonly outputs: number;
}

/** Of a query: `m`, the sum of weights, and for each output that of weights times values. */
export function stateEntries({ outputs }: KernelShape): number {
  return 2 + outputs;
}

export function denseKernel({ inputs, outputs }: KernelShape): string {
  const each = (count: number, text: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => text(i)).join('\n');
  return /* wgsl */ `
struct Part { queries: u32, capacity: u32, firstKey: u32, endKey: u32, isFirst: u32 }

@group(0) @binding(0) var<uniform> part: Part;
@group(0) @binding(1) var<storage, read> scales: array<f32>;
@group(0) @binding(2) var<storage, read> keys: array<i32>;
@group(0) @binding(3) var<storage, read> heights: array<f32>;
@group(0) @binding(4) var<storage, read> values: array<f32>;
@group(0) @binding(5) var<storage, read> queries: array<i32>;
@group(0) @binding(6) var<storage, read_write> state: array<f32>;

var<workgroup> tileKeys: array<i32, ${TILE * inputs}>;
var<workgroup> tileHeights: array<f32, ${TILE}>;
var<workgroup> tileValues: array<f32, ${TILE * outputs}>;

// 2^-k for an integer k >= 0; 0 where that is no normal number.
fn powerOfTwo(k: f32) -> f32 {
  return bitcast<f32>((127u - u32(min(k, 127.0))) << 23u);
}

@compute @workgroup_size(${TILE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let query = id.x;
  let isLive = query < part.queries;
  let stride = part.capacity;
  var least = 0x1p101f;
  var total = 0.0;
${each(outputs, (r) => `  var sum${r} = 0.0;`)}
${each(inputs, (t) => `  var x${t} = 0i;`)}
  if (isLive) {
${each(inputs, (t) => `    x${t} = queries[query * ${inputs}u + ${t}u];`)}
    if (part.isFirst == 0u) { least = state[query]; }
  }
  let leastBefore = least;

  for (var firstOfTile = part.firstKey; firstOfTile < part.endKey; firstOfTile += ${TILE}u) {
    let own = firstOfTile + lane;
    if (own < part.endKey) {
${each(inputs, (t) => `      tileKeys[lane * ${inputs}u + ${t}u] = keys[own * ${inputs}u + ${t}u];`)}
      tileHeights[lane] = heights[own];
${each(outputs, (r) => `      tileValues[lane * ${outputs}u + ${r}u] = values[own * ${outputs}u + ${r}u];`)}
    }
    workgroupBarrier();
    let leastOfTile = least;
    var tileTotal = 0.0;
${each(outputs, (r) => `    var tileSum${r} = 0.0;`)}
    let count = min(part.endKey - firstOfTile, ${TILE}u);
    for (var k = 0u; k < count; k++) {
      var energy = tileHeights[k];
${each(
  inputs,
  (t) => `      let d${t} = scales[${t}] * f32(x${t} - tileKeys[k * ${inputs}u + ${t}u]);
      energy += d${t} * d${t};`,
)}
      if (energy < least) {
        let lower = floor(energy);
        let shrink = powerOfTwo(least - lower);
        tileTotal *= shrink;
${each(outputs, (r) => `        tileSum${r} *= shrink;`)}
        least = lower;
      }
      let bits = least - energy;
      if (bits > ${FAINTEST.toFixed(1)}) {
        let weight = exp2(bits);
        tileTotal += weight;
${each(outputs, (r) => `        tileSum${r} += weight * tileValues[k * ${outputs}u + ${r}u];`)}
      }
    }
    let shrink = powerOfTwo(leastOfTile - least);
    total = total * shrink + tileTotal;
${each(outputs, (r) => `    sum${r} = sum${r} * shrink + tileSum${r};`)}
    workgroupBarrier();
  }

  if (isLive) {
    if (part.isFirst == 0u) {
      let shrink = powerOfTwo(leastBefore - least);
      total += state[stride + query] * shrink;
${each(outputs, (r) => `      sum${r} += state[${2 + r}u * stride + query] * shrink;`)}
    }
    state[query] = least;
    state[stride + query] = total;
${each(outputs, (r) => `    state[${2 + r}u * stride + query] = sum${r};`)}
  }
}
`;
}
