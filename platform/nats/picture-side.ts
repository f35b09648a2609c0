import type { Msg } from '@nats-io/transport-node';
import { z } from 'zod';
import type { LivePicture, Told, Wanted } from '../picture/live-picture.ts';
import { arrowKinds, curvePoints, windowSeconds, type ArrowKind } from '../picture/arrow-sums.ts';
import type { Logger } from '../telemetry/log.ts';
import { pictureEdge } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import {
  pictureToldSubject,
  pictureToldSubjects,
  pictureWantedSubject,
  readPictureTeller,
} from './subjects.ts';

/** Who looked is taken for gone after this time without a word. */
const wantedForMs = 5_000;
const tellEveryMs = 1_000;

const wanted = z.object({ id: z.string().max(64), traces: z.array(z.string().max(64)).max(200) });
const ends = { from: z.string(), to: z.string() };
const failureSchema = z.object({
  at: z.string(),
  operation: z.string(),
  code: z.string(),
  tookMs: z.number(),
  traceId: z.string().nullable(),
});
const sum = z.object({
  kind: z.string(),
  ...ends,
  count: z.number(),
  failed: z.number(),
  perSecond: z.number().optional(),
  buckets: z.array(z.number()),
  // A process of a release before curves were told has none.
  curve: z.array(z.number()).default(Array.from<number>({ length: curvePoints }).fill(0)),
  failures: z.array(failureSchema),
});
type Sum = z.output<typeof sum>;
const isKnown = (one: Sum): one is Sum & { kind: ArrowKind } =>
  arrowKinds.some((kind) => kind === one.kind);
/** A process of a release before rates were told counts over the whole window. */
const withRate = <S extends Sum>(one: S) => ({
  ...one,
  perSecond: one.perSecond ?? one.count / windowSeconds,
});
const span = z.object({
  kind: z.string(),
  ...ends,
  operation: z.string(),
  startMs: z.number(),
  tookMs: z.number(),
  code: z.string().nullable(),
});
const told = z.object({
  process: z.string().max(64),
  answers: z.string().nullable(),
  // A newer process may count arrows of a kind that nobody knows here.
  sums: z.array(sum).transform((all) => all.filter(isKnown).map(withRate)),
  spans: z.record(z.string(), z.array(span)),
});

/** One service's end of the live picture's edge: it tells while somebody looks, and only then. */
export class PictureSide {
  private readonly connection: ServiceConnection;
  private readonly picture: LivePicture;
  private readonly log: Logger;
  private readonly stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private wantedUntilMs = 0;

  constructor(connection: ServiceConnection, picture: LivePicture, log: Logger) {
    this.connection = connection;
    this.picture = picture;
    this.log = log;
  }

  start(): void {
    this.hear(pictureWantedSubject, (_subject, message) => this.look(wanted.parse(message)));
    if (this.connection.service !== pictureEdge.asker) return;
    this.hear(pictureToldSubjects, (subject, message) => {
      const teller = readPictureTeller(subject);
      if (teller) this.picture.hear(teller, told.parse(message));
    });
    this.picture.asksBy((asked) => this.publish(pictureWantedSubject, asked));
  }

  stop(): void {
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
  }

  /** Whoever wants traces is told at once, whoever looks at all within a second. */
  private look(asked: Wanted): void {
    if (asked.traces.length > 0) {
      this.tell(asked);
      return;
    }
    this.wantedUntilMs = performance.now() + wantedForMs;
    if (this.timer) return;
    this.tell(undefined);
    this.timer = setInterval(() => {
      if (performance.now() < this.wantedUntilMs) this.tell(undefined);
      else {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    }, tellEveryMs);
    this.timer.unref();
  }

  private tell(asked: Wanted | undefined): void {
    const { service } = this.connection;
    this.publish(pictureToldSubject(service), this.picture.tell(service, asked));
  }

  private publish(subject: string, message: Wanted | Told): void {
    const { nats, connected } = this.connection;
    if (connected && !nats.isClosed()) nats.publish(subject, JSON.stringify(message));
  }

  private hear(subject: string, take: (subject: string, message: unknown) => void): void {
    const hear = (message: Msg) => {
      try {
        take(message.subject, message.json());
      } catch (failed) {
        this.log.warn({ subject, error: String(failed) }, 'the live picture was not heard');
      }
    };
    this.stops.push(this.connection.hear(subject, hear));
  }
}
