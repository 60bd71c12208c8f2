/*
 * The output of a layer at scattered queries by ball arithmetic: every key, in the form relative to the nearest one, with
 * Arb at a precision of so many bits. f = sin 3x + cos 2y on the unit square, CELLS x CELLS keys. Prints the seconds that a
 * query took, the least of some repetitions.
 *
 * cc -O2 arb-points.c -o arb-points -lflint-arb -lflint    (Debian: libflint-arb-dev; other systems: -larb, or -lflint alone)
 * ./arb-points CELLS R QUERIES BITS REPETITIONS
 */
#include <arb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static slong precision;

static void target(arb_t f, const arb_t x, const arb_t y) {
  arb_t s, c;
  arb_init(s);
  arb_init(c);
  arb_mul_si(s, x, 3, precision);
  arb_sin(s, s, precision);
  arb_mul_si(c, y, 2, precision);
  arb_cos(c, c, precision);
  arb_add(f, s, c, precision);
  arb_clear(s);
  arb_clear(c);
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: arb-points CELLS R QUERIES BITS REPETITIONS\n");
    return 3;
  }
  int cells = atoi(arguments[1]), queries = atoi(arguments[3]), repetitions = atoi(arguments[5]);
  precision = atol(arguments[4]);
  arb_ptr centres = _arb_vec_init(cells), values = _arb_vec_init(cells * cells), squares = _arb_vec_init(2 * cells);
  arb_t half, x[2], z, weight, mass, sum, f, error, largest;
  arb_ptr all[] = {half, x[0], x[1], z, weight, mass, sum, f, error, largest};
  for (int i = 0; i < 10; i++) arb_init(all[i]);
  arb_set_str(half, arguments[2], precision);
  arb_mul_2exp_si(half, half, -1);
  for (int k = 0; k < cells; k++) {
    arb_set_si(centres + k, 2 * k + 1);
    arb_div_si(centres + k, centres + k, 2 * cells, precision);
  }
  for (int i = 0; i < cells * cells; i++) target(values + i, centres + i / cells, centres + i % cells);

  double least = 1e300;
  for (int repetition = 0; repetition < repetitions; repetition++) {
    clock_t start = clock();
    arb_zero(largest);
    for (int q = 0; q < queries; q++) {
      double at[2] = {q * 0.6180339887498949, q * 0.7548776662466927};
      for (int t = 0; t < 2; t++) {
        at[t] -= (long)at[t];
        arb_set_d(x[t], at[t]);
        arb_ptr own = squares + t * cells;
        for (int k = 0; k < cells; k++) {
          arb_sub(z, x[t], centres + k, precision);
          arb_mul(own + k, z, z, precision);
          arb_mul(own + k, own + k, half, precision);
        }
        arb_set(z, own + (int)(at[t] * cells));
        for (int k = 0; k < cells; k++) arb_sub(own + k, z, own + k, precision);
      }
      arb_zero(mass);
      arb_zero(sum);
      for (int i = 0; i < cells; i++) {
        for (int j = 0; j < cells; j++) {
          arb_add(z, squares + i, squares + cells + j, precision);
          arb_exp(weight, z, precision);
          arb_addmul(sum, weight, values + i * cells + j, precision);
          arb_add(mass, mass, weight, precision);
        }
      }
      arb_div(sum, sum, mass, precision);
      target(f, x[0], x[1]);
      arb_sub(error, sum, f, precision);
      arb_abs(error, error);
      if (arf_cmp(arb_midref(error), arb_midref(largest)) > 0) arb_set(largest, error);
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC / queries;
    if (seconds < least) least = seconds;
  }
  printf("{\"seconds\": %.9f, \"largest\": %.17g}\n", least, arf_get_d(arb_midref(largest), ARF_RND_NEAR));
  return 0;
}
