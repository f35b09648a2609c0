type Data = Readonly<Record<string, unknown>>;

export interface TemplateVariable {
  readonly name: string;
  /** As it is filled now; null where the message has none. */
  readonly example: string | null;
}

const deepest = 4;
const exampleMost = 120;
const most = 300;

/** What a template may name, with what it stands for in this message; `[]` is each of a list. */
export function variablesOf(data: Data): TemplateVariable[] {
  return Object.entries(data)
    .flatMap(([name, value]) => named(name, value, 1))
    .slice(0, most);
}

function named(name: string, value: unknown, depth: number): TemplateVariable[] {
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    return first === undefined || depth >= deepest ? [] : named(`${name}[]`, first, depth + 1);
  }
  if (typeof value === 'object' && value !== null) {
    if (depth >= deepest) return [];
    return Object.entries(value).flatMap(([part, inner]) =>
      named(`${name}.${part}`, inner, depth + 1),
    );
  }
  if (typeof value === 'string') return [{ name, example: value.slice(0, exampleMost) }];
  // Numbers and what is true or not: JSON has nothing else.
  return [{ name, example: value === null || value === undefined ? null : JSON.stringify(value) }];
}
