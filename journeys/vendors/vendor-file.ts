import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A schema of a vendor's description, as it stands there. */
export type Schema = { readonly [name: string]: unknown };

interface Operation {
  readonly requestBody?: Schema;
  readonly parameters?: readonly Schema[];
  readonly responses?: Readonly<Record<string, Schema>>;
}

/**
 * A vendor's OpenAPI description, of which single parts are read when they are asked for: the whole
 * of it is megabytes, and journeys touch a handful of its schemas.
 */
export class VendorFile {
  private readonly parts = new Map<string, string>();
  private readonly known = new Map<string, unknown>();

  constructor(file: URL) {
    const text = readFileSync(file, 'utf8');
    if (file.pathname.endsWith('.json')) this.takeJson(JSON.parse(text) as Schema);
    else this.takeYaml(text);
  }

  operation(path: string, method: string): Operation | undefined {
    const item = this.part(`paths ${path}`) as Readonly<Record<string, Operation>> | undefined;
    return item?.[method.toLowerCase()];
  }

  /** An address with ids in it, as the description writes it; itself where it is not described. */
  placeOf(pathname: string): string {
    if (this.names('paths').includes(pathname)) return pathname;
    const fitting = this.names('paths').filter((place) => formOf(place).test(pathname));
    // What names more of the address by its own words is meant.
    const idsOf = (place: string): number => place.split('{').length;
    return fitting.toSorted((one, other) => idsOf(one) - idsOf(other))[0] ?? pathname;
  }

  schema(name: string): Schema | undefined {
    return this.part(`schemas ${name}`) as Schema | undefined;
  }

  /** What a reference points to. @throws where it points nowhere: then the reader is wrong. */
  resolve(reference: string): Schema {
    const [, , kind, name] = reference.split('/');
    const found = this.part(`${kind} ${name}`);
    if (found === undefined) throw new Error(`${reference} is not in the vendor's file`);
    return found as Schema;
  }

  private names(kind: string): string[] {
    return [...this.parts.keys(), ...this.known.keys()]
      .filter((key) => key.startsWith(`${kind} `))
      .map((key) => key.slice(kind.length + 1));
  }

  private part(key: string): unknown {
    if (!this.known.has(key)) {
      const text = this.parts.get(key);
      if (text === undefined) return undefined;
      this.known.set(key, Object.values(parse(text) as Schema)[0]);
    }
    return this.known.get(key);
  }

  private takeJson(document: Schema): void {
    const { paths, components } = document as {
      paths: Schema;
      components: Readonly<Record<string, Schema>>;
    };
    for (const [path, item] of Object.entries(paths)) this.known.set(`paths ${path}`, item);
    for (const [kind, parts] of Object.entries(components)) {
      for (const [name, part] of Object.entries(parts)) this.known.set(`${kind} ${name}`, part);
    }
  }

  /** By indentation, as these files are written: paths by two, parts of components by four. */
  private takeYaml(text: string): void {
    let section = '';
    let kind = '';
    let key: string | undefined;
    let lines: string[] = [];
    const keep = (): void => {
      if (key !== undefined) this.parts.set(key, lines.join('\n'));
      key = undefined;
      lines = [];
    };
    for (const line of text.split('\n')) {
      const top = /^([\w-]+):/.exec(line);
      const second = /^ {2}(['"]?)([^\s'"#][^'"]*?)\1:\s*$/.exec(line);
      const third = /^ {4}(['"]?)([^\s'"#][^'"]*?)\1:\s*$/.exec(line);
      if (top) {
        keep();
        section = top[1]!;
      } else if (section === 'paths' && second) {
        keep();
        key = `paths ${second[2]}`;
      } else if (section === 'components' && second) {
        keep();
        kind = second[2]!;
        continue;
      } else if (section === 'components' && third) {
        keep();
        key = `${kind} ${third[2]}`;
      }
      if (key !== undefined) lines.push(line);
    }
    keep();
  }
}

function formOf(place: string): RegExp {
  const escaped = place
    .split(/\{\w+\}/)
    .map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^/]+')}$`);
}
