// How many primes there are below a limit, at most 4,000,000: the sieve of Eratosthenes.
static unsigned char isComposite[4000000];

__attribute__((export_name("countPrimes"))) int countPrimes(int limit) {
  if (limit < 0 || limit > (int)sizeof isComposite) __builtin_trap();
  for (int n = 0; n < limit; n++) isComposite[n] = n < 2;
  int count = 0;
  for (int n = 2; n < limit; n++) {
    if (isComposite[n]) continue;
    count++;
    for (long long multiple = (long long)n * n; multiple < limit; multiple += n) isComposite[multiple] = 1;
  }
  return count;
}
