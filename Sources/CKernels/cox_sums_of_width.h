// The sums of cox_sums.c for rows of WIDTH doubles.

LANE void NAME(add)(VECTOR s[WIDTH], double r, const VECTOR *row) {
  const VECTOR z = *row, rz = r * z;
  for (int k = 0; k < WIDTH; k++) s[k] += z[k] * rz;
}

LANE double NAME(sums)(
    const sarcoma_cox_data *data, const double *b, double *restrict scratch,
    double *restrict gradient, double *restrict information) {
  const ptrdiff_t n = data->row_count;
  const int p = data->covariate_count;
  double *restrict risk = scratch, *restrict denominators = scratch + n;
  double *restrict weights = scratch + 2 * n;
  if (!fill_risk(data, b, risk)) return NAN;

  const VECTOR zero = {0};
  const VECTOR *z = (const VECTOR *)data->rows;
  VECTOR s[WIDTH], information_rows[WIDTH], u = zero;
  for (int k = 0; k < WIDTH; k++) s[k] = information_rows[k] = zero;
  ptrdiff_t count = 0;
  int is_weighted = 0;
  for (ptrdiff_t e = 0; e < data->event_time_count; e++) {
    const sarcoma_event_time event = data->event_times[e];
    if (event.starts_stratum) {
      for (int k = 0; k < WIDTH; k++) s[k] = zero;
    }
    for (ptrdiff_t i = event.first_row; i < event.end; i++) NAME(add)(s, risk[i], z + i);
    const int deaths = event.end - event.first_death;
    if (deaths == 1 || !data->is_efron) {
      const double a = 1 / s[0][0];
      const double wa = event.weight * a;
      is_weighted |= event.weight != 1;
      denominators[count] = s[0][0];
      weights[count++] = event.weight;
      u -= wa * s[0];
      const VECTOR mean = a * s[0];
      for (int k = 1; k < WIDTH; k++) information_rows[k] += wa * (s[k] - mean[k] * s[0]);
    } else {
      VECTOR d[WIDTH];
      for (int k = 0; k < WIDTH; k++) d[k] = zero;
      for (ptrdiff_t i = event.first_death; i < event.end; i++) NAME(add)(d, risk[i], z + i);
      const double weight = event.weight / deaths;
      is_weighted |= weight != 1;
      for (int t = 0; t < deaths; t++) {
        const double f = (double)t / deaths;
        const VECTOR first = s[0] - f * d[0];
        const double a = 1 / first[0];
        denominators[count] = first[0];
        weights[count++] = weight;
        u -= (weight * a) * first;
        const VECTOR mean = a * first;
        for (int k = 1; k < WIDTH; k++) {
          information_rows[k] += (weight * a) * (s[k] - f * d[k] - mean[k] * first);
        }
      }
    }
  }
  for (int j = 0; j < p; j++) {
    gradient[j] = data->dying[j] + u[j + 1];
    for (int i = j; i < p; i++) information[p * j + i] = information_rows[j + 1][i + 1];
  }
  return sum_over_deaths(data, b) -
      (is_weighted ? weighted_sum_of_logs(denominators, weights, count)
                   : sum_of_logs(denominators, count));
}
