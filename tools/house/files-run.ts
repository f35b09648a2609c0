import { Session, type Profiler } from 'node:inspector';

/**
 * Loaded into a shop's process before its own program (`node --import`), of this version or another:
 * asked by its parent, it tells of which files a function was run since it was asked before.
 */
export interface FilesAsked {
  readonly filesRun: true;
}
export interface FilesRun {
  /** Addresses, `file:///…`. */
  readonly files: readonly string[];
}

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

process.on('message', (message: Partial<FilesAsked>) => {
  if (!message.filesRun) return;
  // Counts begin anew each time they are taken.
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    process.send?.({ files: result.filter(ran).map(({ url }) => url) } satisfies FilesRun);
  });
});

function ran({ url, functions }: Profiler.ScriptCoverage): boolean {
  return url.startsWith('file:') && functions.some(({ ranges }) => ranges[0]!.count > 0);
}
