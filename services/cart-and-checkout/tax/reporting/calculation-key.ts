import type { ServiceContext } from '#platform/calls/service.ts';

type External = ServiceContext<'tax'>['external'];

/** A calculation with where it was made: what is told of it goes there, whoever taxes what is new. */
export function calculationKey({ taxCalculation }: External, calculationId: string): string {
  const { provider, sandbox } = taxCalculation.newAt;
  return `${provider}${sandbox ? '@sandbox' : ''} ${calculationId}`;
}

/** The provider that made it, and its own id of it. */
export function calculationOf({ taxCalculation }: External, key: string) {
  const [made = '', calculationId = ''] = key.split(' ');
  const [provider = '', where] = made.split('@');
  return { port: taxCalculation.of(provider, where === 'sandbox').port, calculationId };
}
