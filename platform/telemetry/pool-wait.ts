import type pg from 'pg';

type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, done: never) => void;
type Connect = (callback?: Callback) => Promise<pg.PoolClient> | undefined;

/** Measures at the one door to the pool, through which its own `query` goes too. */
export function reportWaits(pool: pg.Pool, waited: (waitedMs: number) => void): void {
  const connect = pool.connect.bind(pool) as Connect;
  const watched: Connect = (callback) => {
    const startMs = performance.now();
    const reported = () => waited(performance.now() - startMs);
    if (!callback) return connect()!.finally(reported);
    return connect((error, client, done) => {
      reported();
      callback(error, client, done);
    });
  };
  pool.connect = watched as pg.Pool['connect'];
}
