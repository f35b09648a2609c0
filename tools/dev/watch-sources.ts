import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';

/** What a running shop is made of; tests and tools are no part of it. */
const folders = [
  'app',
  'apps',
  'contracts',
  'external',
  'kernel',
  'platform',
  'product-files',
  'services',
] as const;
const isPart = (file: string): boolean =>
  /\.(tsx?|sql|json|mjml|liquid|html|css|csv)$/.test(file) &&
  !/(\.test|-for-tests)\.ts$/.test(file) &&
  !file.startsWith('platform/test-kit/') &&
  !/^app(s\/\w+)?\/built\//.test(file);

/** Editors write a file in several steps, and a checkout writes many files. */
const settlesAfterMs = 60;

/** Tells of the saved files, from the project's folder, once saving has come to rest. */
export function watchSources(
  projectFolder: string,
  onSaved: (files: readonly string[]) => void,
): { close(): void } {
  const watched = new Map<string, FSWatcher>();
  const seen = new Map<string, number>();
  const saved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const onEvent = (folder: string, name: string | null): void => {
    if (name === null) return;
    const path = join(folder, name);
    const changedMs = changedAt(path);
    if (changedMs === 'folder') return visit(path);
    const file = relative(projectFolder, path).replaceAll('\\', '/');
    // Reading is told of too, on some systems.
    if (!isPart(file) || seen.get(path) === changedMs) return;
    if (changedMs === undefined) seen.delete(path);
    else seen.set(path, changedMs);
    saved.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...saved];
      saved.clear();
      onSaved(files);
    }, settlesAfterMs);
  };
  const visit = (folder: string): void => {
    if (watched.has(folder)) return;
    const watcher = watch(folder, (_event, name) => onEvent(folder, name));
    watcher.on('error', () => forget(folder));
    watched.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) visit(join(folder, entry.name));
    }
  };
  const forget = (folder: string): void => {
    watched.get(folder)?.close();
    watched.delete(folder);
  };

  for (const folder of folders) visit(join(projectFolder, folder));
  return {
    close() {
      clearTimeout(timer);
      for (const folder of watched.keys()) forget(folder);
    },
  };
}

function changedAt(path: string): number | 'folder' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? 'folder' : found?.mtimeMs;
}
