import { headers, type Msg, type Subscription } from '@nats-io/transport-node';
import type { AnyReply, Dispatcher } from '../calls/calls.ts';
import { readCall, servedSubject, type ReceivedCall } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import { LaterVersion } from '../ground/later-version.ts';
import { isUnavailability } from '../ground/unavailability.ts';
import type { ServiceConnection } from './connect-service.ts';
import {
  errorHeader,
  invocationOf,
  notKnownHere,
  versionAskedFor,
  type CalleeError,
} from './wire.ts';

/** More at once than this and a replica says so, instead of letting all wait. */
const inFlightLimit = 512;

/** One replica's share of the calls to a service: the broker gives each call to one of the queue group. */
export class CallServer {
  private subscription: Subscription | undefined;
  private inFlight = 0;
  private resting: (() => void)[] = [];

  private readonly connection: ServiceConnection;
  private readonly dispatcher: Dispatcher;
  private readonly log: Logger;

  constructor(connection: ServiceConnection, dispatcher: Dispatcher, log: Logger) {
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.log = log;
  }

  /** Resolves once the broker knows of it. */
  async start(): Promise<void> {
    const { nats, service } = this.connection;
    this.subscription = nats.subscribe(servedSubject(service), {
      queue: service,
      callback: (error, message) => {
        if (error) this.log.error({ error: String(error) }, 'calls cannot be heard');
        else void this.take(message);
      },
    });
    await nats.flush();
  }

  get busy(): boolean {
    return this.inFlight > 0;
  }

  /** Answers what it has and takes nothing new. */
  async drain(): Promise<void> {
    if (!this.connection.nats.isClosed()) await this.subscription?.drain();
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.resting.push(resolve));
  }

  private async take(message: Msg): Promise<void> {
    const call = readCall(this.connection.service, message.subject, message.reply);
    if (!call) {
      // Not even refused: where it wants its answer the sender may have no right to send anything.
      this.log.error({ subject: message.subject, reply: message.reply }, 'no call along an arrow');
      return;
    }
    this.inFlight += 1;
    try {
      if (this.inFlight > inFlightLimit) refuse(message, 'overloaded');
      else if (!this.knows(call.operation, versionAskedFor(message.headers)))
        refuse(message, notKnownHere);
      else message.respond(JSON.stringify(await this.answer(call, message)));
    } catch (error) {
      const unavailable = isUnavailability(error);
      this.log[unavailable ? 'warn' : 'error'](
        {
          traceparent: message.headers?.get('traceparent'),
          subject: message.subject,
          error: String(error),
        },
        'call not answered',
      );
      if (error instanceof LaterVersion) refuse(message, notKnownHere);
      else refuse(message, unavailable ? 'unavailable' : 'surprise');
    }
    this.inFlight -= 1;
    if (this.inFlight === 0) for (const resolve of this.resting.splice(0)) resolve();
  }

  private knows(operation: string, version: number): boolean {
    return version <= this.dispatcher.versionServed(this.connection.service, operation);
  }

  private async answer(call: ReceivedCall, message: Msg): Promise<AnyReply> {
    return this.dispatcher.answer({
      from: call.caller,
      to: this.connection.service,
      operation: call.operation,
      input: message.json<unknown>() ?? undefined,
      invocation: invocationOf(message.headers),
    });
  }
}

function refuse(message: Msg, reason: CalleeError): void {
  const reported = headers();
  reported.set(errorHeader, reason);
  message.respond('', { headers: reported });
}
