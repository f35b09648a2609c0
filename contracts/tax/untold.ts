const untold = 'none ';

/**
 * In place of a provider's calculation: it should have taxed this sale, and did not, so nobody can tell it of
 * the sale but people.
 */
export function untoldTax(why: 'table_fallback' | 'rounded_to_step'): string {
  return `${untold}${why}`;
}

/** Why there is none; undefined where there is one. */
export function whyUntold(calculationId: string): string | undefined {
  return calculationId.startsWith(untold) ? calculationId.slice(untold.length) : undefined;
}
