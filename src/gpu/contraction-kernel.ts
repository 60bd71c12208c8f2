/**
 * The kernel of one step of a tensor contraction, for Node and browsers alike: a banded matrix times one axis of a tensor,
 *
 *     to[o, i, c] = Σ_{k < kept} weights[i, k] · source[o, first_i + k, c],
 *
 * for all `o` of the axes before and all `c` of those after it. `W_1 F W_2ᵀ` is two of these steps.
 */

/** Numbers that a workgroup computes. */
export const WORKGROUP = 64;
/** Workgroups on the first of two dimensions. */
export const WIDEST = 2 ** 15;

export const contractionKernel = /* wgsl */ `
struct Part { outer: u32, rows: u32, cells: u32, inner: u32, kept: u32, width: u32 }

@group(0) @binding(0) var<uniform> part: Part;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read> firsts: array<i32>;
@group(0) @binding(3) var<storage, read> source: array<f32>;
@group(0) @binding(4) var<storage, read_write> to: array<f32>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let index = id.y * part.width + id.x;
  if (id.x >= part.width || index >= part.outer * part.rows * part.inner) { return; }
  let row = (index / part.inner) % part.rows;
  let outer = index / (part.inner * part.rows);
  var at = (outer * part.cells + u32(firsts[row])) * part.inner + index % part.inner;
  var sum = 0.0;
  for (var k = 0u; k < part.kept; k++) {
    sum += weights[row * part.kept + k] * source[at];
    at += part.inner;
  }
  to[index] = sum;
}
`;
