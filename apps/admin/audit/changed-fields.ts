/** One field that is not as it was; undefined on a side: there was none. */
export interface ChangedField {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between two documents, field by field, in the order in which they have them. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((field) => field.before !== field.after);
}

/** Each value by where it stands: `lines[2].quantity`. */
function fieldsOf(value: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  const walk = (at: string, each: unknown): void => {
    if (each === undefined) return;
    const inner =
      each !== null && typeof each === 'object'
        ? Object.entries(each).map(([name, part]): [string, unknown] => [
            Array.isArray(each) ? `${at}[${Number(name) + 1}]` : at === '' ? name : `${at}.${name}`,
            part,
          ])
        : [];
    if (inner.length > 0) for (const [path, part] of inner) walk(path, part);
    else if (at !== '' || each !== null) {
      fields.set(at, typeof each === 'string' ? each : JSON.stringify(each));
    }
  };
  walk('', value);
  return fields;
}
