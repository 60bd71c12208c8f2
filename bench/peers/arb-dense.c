/*
 * The same certificate by a general ball arithmetic: sup |Y - f| <= goal on the unit square for f = sin 3x + cos 2y, with
 * Arb at 64 bits. Every key is summed, relative to the one nearest to the box (the shifted form), and boxes are halved
 * until the quotient of the two sums is small enough. Prints the number of boxes, and the seconds they took.
 *
 * cc -O2 arb-dense.c -o arb-dense -lflint-arb -lflint    (Debian: libflint-arb-dev; other systems: -larb, or -lflint alone)
 * ./arb-dense CELLS R GOAL
 */
#include <arb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PRECISION 64

static int cells;
static double temperature;
static arb_ptr values;

/* The exact middle of a cell of the unit interval. */
static void centre(arb_t c, int k) {
  arb_set_si(c, 2 * k + 1);
  arb_div_si(c, c, 2 * cells, PRECISION);
}

static void target(arb_t f, const arb_t x, const arb_t y) {
  arb_t s, c;
  arb_init(s);
  arb_init(c);
  arb_mul_si(s, x, 3, PRECISION);
  arb_sin(s, s, PRECISION);
  arb_mul_si(c, y, 2, PRECISION);
  arb_cos(c, c, PRECISION);
  arb_add(f, s, c, PRECISION);
  arb_clear(s);
  arb_clear(c);
}

/* R (v - m)(x - (v + m)/2): the score of a key relative to that of the reference, on one axis. */
static void relative(arb_t z, const arb_t x, int k, int m) {
  arb_t v, w, mean;
  arb_init(v);
  arb_init(w);
  arb_init(mean);
  centre(v, k);
  centre(w, m);
  arb_add(mean, v, w, PRECISION);
  arb_mul_2exp_si(mean, mean, -1);
  arb_sub(mean, x, mean, PRECISION);
  arb_sub(v, v, w, PRECISION);
  arb_mul(z, v, mean, PRECISION);
  arb_set_d(w, temperature);
  arb_mul(z, z, w, PRECISION);
  arb_clear(v);
  arb_clear(w);
  arb_clear(mean);
}

/* Is the error shown to be at most the goal on the box? */
static int isSmall(const double box[4], double goal) {
  arb_t x[2], f, z, weight, sum, mass, difference;
  arb_ptr scores = _arb_vec_init(2 * cells);
  int m[2], small;
  for (int t = 0; t < 2; t++) {
    mag_t radius;
    arb_init(x[t]);
    mag_init(radius);
    arb_set_d(x[t], (box[2 * t] + box[2 * t + 1]) / 2);
    mag_set_d(radius, (box[2 * t + 1] - box[2 * t]) / 2);
    arb_add_error_mag(x[t], radius);
    mag_clear(radius);
    m[t] = (int)((box[2 * t] + box[2 * t + 1]) / 2 * cells);
    for (int k = 0; k < cells; k++) relative(scores + t * cells + k, x[t], k, m[t]);
  }
  arb_init(f);
  arb_init(z);
  arb_init(weight);
  arb_init(sum);
  arb_init(mass);
  arb_init(difference);
  target(f, x[0], x[1]);
  for (int i = 0; i < cells; i++) {
    for (int j = 0; j < cells; j++) {
      arb_add(z, scores + i, scores + cells + j, PRECISION);
      arb_exp(weight, z, PRECISION);
      arb_sub(difference, values + i * cells + j, f, PRECISION);
      arb_addmul(sum, weight, difference, PRECISION);
      arb_add(mass, mass, weight, PRECISION);
    }
  }
  arb_div(sum, sum, mass, PRECISION);
  arb_abs(sum, sum);
  arb_set_d(z, goal);
  small = arb_le(sum, z);
  _arb_vec_clear(scores, 2 * cells);
  for (int t = 0; t < 2; t++) arb_clear(x[t]);
  arb_clear(f);
  arb_clear(z);
  arb_clear(weight);
  arb_clear(sum);
  arb_clear(mass);
  arb_clear(difference);
  return small;
}

static long cover(const double box[4], double goal) {
  if ((box[1] - box[0]) * cells <= 1 && (box[3] - box[2]) * cells <= 1 && isSmall(box, goal)) return 1;
  int t = box[1] - box[0] >= box[3] - box[2] ? 0 : 1;
  double middle = (box[2 * t] + box[2 * t + 1]) / 2;
  double half[4] = {box[0], box[1], box[2], box[3]};
  long count = 1;
  half[2 * t + 1] = middle;
  count += cover(half, goal);
  half[2 * t + 1] = box[2 * t + 1];
  half[2 * t] = middle;
  return count + cover(half, goal);
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: arb-dense CELLS R GOAL\n");
    return 3;
  }
  cells = atoi(arguments[1]);
  temperature = atof(arguments[2]);
  values = _arb_vec_init(cells * cells);
  arb_t x, y;
  arb_init(x);
  arb_init(y);
  for (int i = 0; i < cells; i++) {
    for (int j = 0; j < cells; j++) {
      centre(x, i);
      centre(y, j);
      target(values + i * cells + j, x, y);
    }
  }
  const double square[4] = {0, 1, 0, 1};
  clock_t start = clock();
  long boxes = cover(square, atof(arguments[3]));
  printf("{\"boxes\": %ld, \"seconds\": %.6f}\n", boxes, (double)(clock() - start) / CLOCKS_PER_SEC);
  return 0;
}
