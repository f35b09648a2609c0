import type { Invocation } from '#kernel/invocation.ts';

/** Whatever is done about an order is done in its channel and language, whoever caused it where. */
export function inScopeOf(
  { channel, locale }: { readonly channel: string; readonly locale: string },
  invocation: Invocation,
): Invocation {
  return { ...invocation, channel, locale };
}
