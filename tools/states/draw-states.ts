import { withoutMoves } from './without-moves.ts';
import { stateMachines, type StoredStates } from '#audit/world/state-machines.ts';

/** `docs/states.md`: every table of states as a drawing. */
export function drawStates(): string {
  const drawn = stateMachines.map((stored) => section(stored));
  return `# States

What has states, which there are, and the moves between them. Drawn from the tables of the services by \`npx kontor topology states\`, which a test holds against this page; how one is added is in [how-to/add-a-state.md](how-to/add-a-state.md).

${drawn.join('\n')}
## Without a table

Columns that tell a state or status, and why no moves are declared of them:

${withoutMoves.map(({ service, column, why }) => `- \`${column}\` (${service}): ${why}`).join('\n')}
`;
}

function section({ service, machine }: StoredStates): string {
  const { thing, table, columns, first, moves } = machine;
  const arrows = Object.values(moves).flatMap(({ name, from, to }) =>
    from.map((state) => `  ${state} --> ${to}: ${name}`),
  );
  return `## ${thing}

Kept by ${service} in ${columns.map((column) => `\`${table}.${column}\``).join(' and ')}.

\`\`\`mermaid
stateDiagram-v2
${[...first.map((state) => `  [*] --> ${state}`), ...arrows].join('\n')}
\`\`\`
`;
}
