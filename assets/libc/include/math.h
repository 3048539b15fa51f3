// The part of <math.h> that is exact without a table.
#pragma once

#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")

#define M_E 2.7182818284590452354
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_SQRT2 1.41421356237309504880

#define isnan(x) ((x) != (x))
#define isinf(x) ((x) == HUGE_VAL ? 1 : (x) == -HUGE_VAL ? -1 : 0)
#define isfinite(x) ((x) - (x) == 0)

double fabs(double x);
double floor(double x);
double ceil(double x);
double trunc(double x);
double round(double x);
double fmin(double x, double y);
double fmax(double x, double y);
double fmod(double x, double y);
double sqrt(double x);
float fabsf(float x);
float sqrtf(float x);
