import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What was asked for cannot be made so; the message says what to do instead. */
export class CannotMake extends Error {}

const sourceFilesMax = 15;
const contractLinesMax = 250;

/** The checkout in which something new is begun. Nothing is written before all of it is known to fit. */
export class Project {
  readonly folder: string;
  private readonly changed = new Map<string, string>();

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  read(path: string): string {
    const changed = this.changed.get(path);
    if (changed !== undefined) return changed;
    const place = join(this.folder, path);
    if (!existsSync(place)) throw new CannotMake(`there is no ${path} in ${this.folder}`);
    return readFileSync(place, 'utf8');
  }

  has(path: string): boolean {
    return this.changed.has(path) || existsSync(join(this.folder, path));
  }

  /** The folder of a service, such as `services/cart-and-checkout/cart`. */
  serviceFolder(service: string): string {
    const groups = readdirSync(join(this.folder, 'services'));
    const group = groups.find((name) => this.has(`services/${name}/${service}/service.ts`));
    if (group === undefined)
      throw new CannotMake(`there is no service ${service}: see platform/topology.ts`);
    return `services/${group}/${service}`;
  }

  add(path: string, text: string): void {
    if (this.has(path)) throw new CannotMake(`${path} is there already: choose another name`);
    const folder = dirname(path);
    const place = join(this.folder, folder);
    const others = existsSync(place)
      ? readdirSync(place).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      : [];
    if (!path.endsWith('.test.ts') && others.length >= sourceFilesMax)
      throw new CannotMake(
        `${folder} has ${others.length} files, the most that a folder may have: say with --room which folder of it this belongs to, or make a new one`,
      );
    this.changed.set(path, text);
  }

  /** Puts text behind what is found. */
  insert(path: string, found: RegExp, text: string): void {
    const before = this.read(path);
    const match = found.exec(before);
    if (!match) throw new CannotMake(`${path} has no ${String(found)}: add it by hand`);
    const end = match.index + match[0].length;
    this.changed.set(path, before.slice(0, end) + text + before.slice(end));
  }

  /** Names that a file is to import; those that it has already stay as they are. */
  importNames(path: string, names: readonly string[], from: string): void {
    const text = this.read(path);
    const quoted = from.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
    const found = new RegExp(`import \\{([^}]*)\\} from '${quoted}';`).exec(text);
    if (!found) {
      this.changed.set(path, `import { ${names.join(', ')} } from '${from}';\n${text}`);
      return;
    }
    const there = found[1]!
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const all = [...new Set([...there, ...names])].toSorted();
    const line = `import { ${all.join(', ')} } from '${from}';`;
    this.changed.set(path, text.replace(found[0], line));
  }

  /** Writes all of it, as the formatter has it. @returns the paths */
  write(): string[] {
    const paths = [...this.changed.keys()];
    const before = new Map(
      paths
        .filter((path) => existsSync(join(this.folder, path)))
        .map((path) => [path, readFileSync(join(this.folder, path), 'utf8')]),
    );
    for (const [path, text] of this.changed) {
      const place = join(this.folder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
    execFileSync(join(this.folder, 'node_modules/.bin/oxfmt'), ['--write', ...paths], {
      cwd: this.folder,
      stdio: 'pipe',
    });
    const long = paths.find(
      (path) =>
        path.startsWith('contracts/') &&
        readFileSync(join(this.folder, path), 'utf8').split('\n').length - 1 > contractLinesMax,
    );
    if (long !== undefined) {
      for (const [path, text] of before) writeFileSync(join(this.folder, path), text);
      throw new CannotMake(
        `${long} would have more than ${contractLinesMax} lines: move a part of it into a file beside it first (contracts/checkout/shapes.ts is one)`,
      );
    }
    return paths;
  }
}

/** `changeTicket` is written in `change-ticket.ts`. */
export function fileNameOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
}

/** `low_stock` is heard by `onLowStock`. */
export function capitalized(name: string): string {
  return name
    .split(/[_-]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** `inventory-sync` is `inventorySync` in code. */
export function identifierOf(service: string): string {
  const name = capitalized(service);
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
