import { serveOperations, type OperationsAddress } from './operations-server.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { Telemetry } from '../telemetry.ts';

/** A process as its operators see it. */
export interface WatchedProcess {
  readonly telemetry: Telemetry | undefined;
  /** Where the operations server listens; undefined where there is none. */
  readonly operationsPort: number | undefined;
  /** Whether it should be given work. Not before it is told. */
  ready: boolean;
  /** Sends what is waiting and stops telling. */
  close(): Promise<void>;
}

/**
 * Telemetry of this process and the server that tells operators of it, as far as they are wanted.
 * @throws with one line when a setting cannot be read or the port is taken
 */
export async function watchProcess(
  environment: NodeJS.ProcessEnv,
  address: OperationsAddress | undefined,
): Promise<WatchedProcess> {
  const opened = await openTelemetry(environment, { scraped: address !== undefined });
  const watched: { ready: boolean } = { ready: false };
  try {
    const server =
      address &&
      (await serveOperations(address, {
        metrics: () => opened.metricsText(),
        ready: () => watched.ready,
      }));
    return Object.assign(watched, {
      telemetry: opened.telemetry,
      operationsPort: server?.port,
      close: async () => {
        await server?.close();
        await opened.close();
      },
    });
  } catch (error) {
    await opened.close();
    throw error;
  }
}
