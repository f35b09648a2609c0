const words = new Set(['by', 'without', 'on', 'and', 'or', 'unless', 'bool', 'offset', 'ignoring']);
const groupings = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;

/** The names of the time series that an expression of Prometheus reads. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(groupings, '')
    .replaceAll(/label_values\(\s*([\w:]+)\s*,\s*\w+\s*\)/g, '$1');
  return [...bare.matchAll(/(?<![\w:.$])([a-z_][\w:]*)(?!\s*\(|[\w:])/gi)]
    .map(([, name]) => name!)
    .filter((name) => !words.has(name));
}

/** The names of the samples in Prometheus' text. */
export function sampleNames(text: string): Set<string> {
  const named = text.split('\n').flatMap((line) => /^([a-z_:][\w:]*)[{ ]/i.exec(line)?.[1] ?? []);
  return new Set(named);
}
