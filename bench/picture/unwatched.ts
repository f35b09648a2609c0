import { LivePicture } from '#platform/picture/live-picture.ts';
import type { Telemetry } from '#platform/telemetry/telemetry.ts';

/** Runs what it is given, and sees nothing of it. */
const nobody: Telemetry = {
  request: () => ({ traceparent: undefined, ended: () => {} }),
  call: (call, run) => run(call),
  serve: ({ invocation }, run) => run(invocation),
  external: ({ traceparent }, run) => run(traceparent),
  database: (_use, run) => run(),
  publish: (_consumer, events, run) => run(events),
  consume: (_consumer, events, run) => run(events),
  story: (_service, _name, invocation, run) => run(invocation),
  pool: () => undefined,
  sandboxRestarts: () => {},
  gauges: () => {},
};

/** Loaded into a shop's process before its program: nobody counts how the arrows are used there. */
LivePicture.prototype.watch = () => nobody;
