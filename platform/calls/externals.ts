import type { Unknown } from '#external/exchange/external-call.ts';
import type { ExternalSystems } from '#external/external-systems.ts';
import type { OpenProviders } from '#external/open-providers.ts';
import { systemKey } from '#external/systems.ts';
import { failpoint, failpointsArmed } from '../ground/failpoints.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { topology, type ExternalSystemName, type ServiceName } from '../topology.ts';

interface TracedCall {
  readonly traceparent?: string;
}

/**
 * The external systems that a service has an arrow to, each use recorded and with failpoints
 * before it is sent and after it is answered. Others are not there at all.
 */
export function externalsFor(
  service: ServiceName,
  systems: ExternalSystems,
  recorder: EdgeRecorder,
  telemetry?: Telemetry,
  log?: Logger,
): Partial<ExternalSystems> {
  const names: readonly ExternalSystemName[] = topology[service].externals;
  return Object.fromEntries(
    names.map((name) => {
      const key = systemKey(name);
      const providers = systems[key] as OpenProviders<object>;
      const sayUntrusted = log && saidNowAndThen(log, name);
      const watch = (port: object) =>
        watched(port, { service, name, recorder, telemetry, sayUntrusted });
      return [key, providers.watched(watch)];
    }),
  );
}

interface Watched {
  readonly service: ServiceName;
  readonly name: string;
  readonly recorder: EdgeRecorder;
  readonly telemetry: Telemetry | undefined;
  readonly sayUntrusted: ((detail: string | undefined) => void) | undefined;
}

const saidEveryMs = 60_000;

/** Each use fails meanwhile, and a person has to renew something: said at once, then once a minute. */
function saidNowAndThen(log: Logger, system: string): (detail: string | undefined) => void {
  let saidAtMs = -Infinity;
  return (detail) => {
    if (performance.now() - saidAtMs < saidEveryMs) return;
    saidAtMs = performance.now();
    log.error(
      { system, detail },
      'the certificate of a provider is not believed, and nothing is sent to it until it is',
    );
  };
}

function watched(
  port: object,
  { service, name, recorder, telemetry, sayUntrusted }: Watched,
): object {
  return new Proxy(port, {
    get(target, property) {
      const value = Reflect.get(target, property) as unknown;
      if (typeof value !== 'function' || property === 'verifyWebhook') {
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      }
      return async (request: unknown, call?: TracedCall) => {
        if (call?.traceparent) recorder.record('arrow', service, name, call.traceparent);
        const label = `external:${service}>${name}.${String(property)}`;
        if (failpointsArmed()) await failpoint(`${label}:before`);
        const use = value as (...all: unknown[]) => Promise<unknown>;
        const answer: unknown = telemetry
          ? await telemetry.external(
              {
                service,
                system: name,
                operation: String(property),
                traceparent: call?.traceparent,
              },
              (traceparent) => use.call(target, request, call && { ...call, traceparent }),
            )
          : await use.call(target, request, call);
        const { reason, detail } = (answer ?? {}) as Partial<Unknown>;
        if (reason === 'untrusted') sayUntrusted?.(detail);
        if (failpointsArmed()) await failpoint(`${label}:after`);
        return answer;
      };
    },
  });
}
