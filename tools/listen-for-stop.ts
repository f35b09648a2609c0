/** A terminal's Ctrl-C can arrive several times: from the terminal, from npm, from bin/kontor.js. */
const sameSignalWithinMs = 1000;
const parentLookEveryMs = 500;

/**
 * Resolves at the first signal, or when the process that started this one is gone. A second signal
 * ends the process at once; whatever was acknowledged is on disk.
 */
export function listenForStop(onFirst: () => void): Promise<void> {
  return new Promise((resolveStop) => {
    let firstMs: number | undefined;
    const onSignal = (): void => {
      const nowMs = performance.now();
      if (firstMs === undefined) {
        firstMs = nowMs;
        onFirst();
        resolveStop();
      } else if (nowMs - firstMs > sameSignalWithinMs) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.once('disconnect', resolveStop);
    process.channel?.unref();
    if (process.env['npm_lifecycle_event'] !== undefined) watchParent(resolveStop);
  });
}

/**
 * npm runs its scripts in a shell, and a SIGTERM that npm passes on ends that shell alone. All that
 * reaches this process then is another parent, of which the system tells nobody.
 */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, parentLookEveryMs);
  timer.unref();
}
