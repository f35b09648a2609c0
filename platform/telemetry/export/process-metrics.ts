import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';

const loopResolutionMs = 20;

/**
 * What the process itself uses. Watching the loop wakes the process every 20 ms, so it is done only
 * where somebody reads metrics. Returns how to stop.
 */
export function observeProcess(meter: Meter): () => void {
  const delay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delay.enable();
  observeLoop(meter, delay);
  meter
    .createObservableCounter('process.cpu.time', {
      unit: 's',
      description: 'CPU time of the process.',
    })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { 'cpu.mode': 'user' });
      result.observe(system / 1e6, { 'cpu.mode': 'system' });
    });
  meter
    .createObservableUpDownCounter('process.memory.usage', {
      unit: 'By',
      description: 'Resident memory.',
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableUpDownCounter('v8js.memory.heap.used', {
      unit: 'By',
      description: 'Used part of the heap.',
    })
    .addCallback((result) => result.observe(process.memoryUsage().heapUsed));
  meter
    .createObservableGauge('process.uptime', { unit: 's', description: 'Since the start.' })
    .addCallback((result) => result.observe(process.uptime()));
  return () => delay.disable();
}

function observeLoop(meter: Meter, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  const parts = {
    mean: () => delay.mean,
    max: () => delay.max,
    p50: () => delay.percentile(50),
    p99: () => delay.percentile(99),
  };
  const gauges = Object.entries(parts).map(([name, read]) => ({
    read,
    gauge: meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, {
      unit: 's',
      description: 'How late the event loop came round since metrics were read before.',
    }),
  }));
  meter.addBatchObservableCallback(
    (result) => {
      for (const { gauge, read } of gauges) {
        const nanoseconds = read();
        // What is told is lateness: the sampler's own interval is no delay. NaN before a sample.
        const late = Number.isNaN(nanoseconds) ? 0 : nanoseconds / 1e9 - loopResolutionMs / 1_000;
        result.observe(gauge, Math.max(0, late));
      }
      delay.reset();
    },
    gauges.map(({ gauge }) => gauge),
  );
  let before = performance.eventLoopUtilization();
  meter
    .createObservableGauge('nodejs.eventloop.utilization', {
      unit: '1',
      description: 'Part of the time in which the event loop was busy.',
    })
    .addCallback((result) => {
      const now = performance.eventLoopUtilization();
      result.observe(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    });
}
