/** Of a zone at a moment: what its clocks show is so much later than UTC. */
function offsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}

/** The moment at which the shop's clocks show what a field of day and time says; undefined where it says none. */
export function momentOf(typed: string): string | undefined {
  const shown = Date.parse(`${typed}Z`);
  if (Number.isNaN(shown)) return undefined;
  const timeZone = document.documentElement.dataset['timeZone'] ?? 'UTC';
  const near = shown - offsetMs(timeZone, shown);
  return new Date(shown - offsetMs(timeZone, near)).toISOString();
}
