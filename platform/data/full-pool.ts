import type pg from 'pg';

type Release = (broken?: boolean) => void;
type Callback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: Release,
) => void;
type Connect = (callback?: Callback) => Promise<pg.PoolClient> | undefined;

/** Less than a second, so that a request is refused within one. */
const poolWaitMs = 600;

/** PostgreSQL's own word for it: the gateway answers 503 and when to come back. */
const tooManyConnections = '53300';

/** Every connection is taken and stayed so: whoever asks had better come again. */
export class PoolFull extends Error {
  readonly code = tooManyConnections;

  constructor() {
    super('all connections of the pool are taken');
  }
}

/** A start that gives up ends its process, and a machine that starts much at once takes long. */
const connectOfStartMs = 120_000;

/** How a service's pool opens connections, from its start until it serves. */
export class PoolPhases {
  private readonly pool: pg.Pool;
  private readonly limit: number;
  private readonly connectMs: number;

  constructor(pool: pg.Pool, limit: number, connectMs: number) {
    this.pool = pool;
    this.limit = limit;
    this.connectMs = connectMs;
  }

  /** One after the other over one connection, as to open another costs more than all of it; and it waits. */
  begin(): void {
    this.pool.options.max = 1;
    this.pool.options.connectionTimeoutMillis = connectOfStartMs;
  }

  /** Stories, jobs and news begin, which ask at the same time; one may wait behind a locked row. */
  openAll(): void {
    this.pool.options.max = this.limit;
  }

  /** From now on whoever asks is refused soon where all connections are taken or none can be had. */
  serve(waitMs = poolWaitMs): void {
    this.pool.options.connectionTimeoutMillis = this.connectMs;
    refuseWhenFull(this.pool, this.limit, waitMs);
  }
}

/**
 * Who finds all connections taken waits no longer than `waitMs`, so that the one who asked is told
 * in time; opening a connection may take longer. At the pool's one door, as its own `query` uses it.
 * It may open as many as `limit` from then on.
 */
export function refuseWhenFull(pool: pg.Pool, limit: number, waitMs: number): void {
  pool.options.max = limit;
  const connect = pool.connect.bind(pool) as Connect;
  const wait = (callback: Callback): void => {
    let gaveUp = false;
    const timer = setTimeout(() => {
      gaveUp = true;
      callback(new PoolFull(), undefined, () => {});
    }, waitMs);
    void connect((error, client, release) => {
      clearTimeout(timer);
      if (!gaveUp) callback(error, client, release);
      // Came too late for whoever wanted it.
      else if (client) release();
    });
  };
  const bounded: Connect = (callback) => {
    // An idle connection is handed over a moment later: who comes in the same one is counted too.
    const free = limit - pool.totalCount + pool.idleCount - pool.waitingCount;
    if (free > 0) return connect(callback);
    if (callback) {
      wait(callback);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      wait((error, client) => (client ? resolve(client) : reject(error!)));
    });
  };
  pool.connect = bounded as pg.Pool['connect'];
}
