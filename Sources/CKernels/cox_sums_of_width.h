// The sums of cox_sums.c for rows of WIDTH doubles.

INLINE void NAME(add)(VECTOR s[WIDTH], double r, const VECTOR *row) {
  const VECTOR z = *row, rz = r * z;
  for (int k = 0; k < WIDTH; k++) s[k] += z[k] * rz;
}

INLINE double NAME(sums)(
    int p, ptrdiff_t n, const double *rows, const double *weights, const double *offset,
    const sarcoma_event_time *events, ptrdiff_t event_count, bool efron, const double *b,
    double *restrict scratch, double *restrict gradient, double *restrict information) {
  const VECTOR *z = (const VECTOR *)rows;
  double *restrict risk = scratch, *restrict denominators = scratch + n;
  double *restrict counts = scratch + 2 * n;
  double largest = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    double eta = offset ? offset[i] : 0;
    for (int j = 0; j < p; j++) eta += b[j] * z[i][j + 1];
    risk[i] = eta;
    largest = fabs(eta) > largest ? fabs(eta) : largest;
  }
  if (!(largest <= 300)) return NAN;
  const VECTOR zero = {0};
  VECTOR u = zero;
  double value = 0;
  for (ptrdiff_t e = 0; e < event_count; e++) {
    for (ptrdiff_t i = events[e].first_death; i < events[e].end; i++) {
      const double w = weights ? weights[i] : 1;
      value += w * risk[i];
      u += w * z[i];
    }
  }
  for (ptrdiff_t i = 0; i < n; i++) risk[i] = exp(risk[i]);
  if (weights) {
    for (ptrdiff_t i = 0; i < n; i++) risk[i] *= weights[i];
  }

  VECTOR s[WIDTH], information_rows[WIDTH];
  for (int k = 0; k < WIDTH; k++) s[k] = information_rows[k] = zero;
  ptrdiff_t count = 0;
  for (ptrdiff_t e = 0; e < event_count; e++) {
    const sarcoma_event_time event = events[e];
    if (event.starts_stratum) {
      for (int k = 0; k < WIDTH; k++) s[k] = zero;
    }
    for (ptrdiff_t i = event.first_row; i < event.end; i++) NAME(add)(s, risk[i], z + i);
    const int deaths = event.end - event.first_death;
    if (!efron || deaths == 1) {
      const double a = 1 / s[0][0];
      const double wa = event.weight * a;
      denominators[count] = s[0][0];
      counts[count++] = event.weight;
      u -= wa * s[0];
      const VECTOR mean = a * s[0];
      for (int k = 1; k < WIDTH; k++) information_rows[k] += wa * (s[k] - mean[k] * s[0]);
    } else {
      VECTOR d[WIDTH];
      for (int k = 0; k < WIDTH; k++) d[k] = zero;
      for (ptrdiff_t i = event.first_death; i < event.end; i++) NAME(add)(d, risk[i], z + i);
      const double weight = event.weight / deaths;
      for (int t = 0; t < deaths; t++) {
        const double f = (double)t / deaths;
        const VECTOR first = s[0] - f * d[0];
        const double a = 1 / first[0];
        denominators[count] = first[0];
        counts[count++] = weight;
        u -= (weight * a) * first;
        const VECTOR mean = a * first;
        for (int k = 1; k < WIDTH; k++) {
          information_rows[k] += (weight * a) * (s[k] - f * d[k] - mean[k] * first);
        }
      }
    }
  }
  for (int j = 0; j < p; j++) {
    gradient[j] = u[j + 1];
    for (int i = j; i < p; i++) information[p * j + i] = information_rows[j + 1][i + 1];
  }
  for (ptrdiff_t i = 0; i < count; i++) value -= counts[i] * log(denominators[i]);
  return value;
}
