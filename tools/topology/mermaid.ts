import { externalSystemNames } from '#external/systems.ts';
import { databases, drawnArrows, eventRoutes, serviceNames, topology } from '#platform/topology.ts';

/**
 * The picture as a flowchart: the groups with their services, the databases, the external systems
 * and the 40 arrows; with `events` also who tells what to whom, dotted.
 */
export function mermaid({ events }: { events: boolean }): string {
  const lines = ['flowchart LR', '  user(["User"])'];
  for (const group of new Set(serviceNames.map((service) => topology[service].group))) {
    lines.push(`  subgraph group_${idOf(group)}["${titleOf(group)}"]`);
    for (const service of serviceNames)
      if (topology[service].group === group)
        lines.push(`    ${idOf(service)}["${titleOf(service)}"]`);
    lines.push('  end');
  }
  for (const database of databases)
    lines.push(`  ${idOf(`${database}-db`)}[("${titleOf(database)} DB")]`);
  lines.push('  subgraph external["External systems"]');
  for (const system of externalSystemNames)
    lines.push(`    ${idOf(system)}(["${titles[system] ?? titleOf(system)}"])`);
  lines.push('  end');
  for (const [from, to] of drawnArrows()) lines.push(`  ${idOf(from)} --> ${idOf(to)}`);
  if (events) lines.push(...eventLines());
  return `${lines.join('\n')}\n`;
}

/** One dotted line for each pair, with all that is told along it. */
function eventLines(): string[] {
  const reported = new Map<string, string[]>();
  for (const [type, { producer, consumers }] of Object.entries(eventRoutes))
    for (const consumer of consumers) {
      const key = `${idOf(producer)}|${idOf(consumer)}`;
      reported.set(key, [...(reported.get(key) ?? []), type]);
    }
  return [...reported].map(([key, types]) => {
    const [producer, consumer] = key.split('|');
    return `  ${producer} -. "${types.join('<br/>')}" .-> ${consumer}`;
  });
}

const titles: Readonly<Record<string, string>> = { email: 'E-mail', sms: 'SMS' };

function idOf(name: string): string {
  return name.replaceAll('-', '_');
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ').replace('api', 'API');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
