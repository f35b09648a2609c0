import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { resourceOf } from '#platform/telemetry/export/resource.ts';
import { ScrapedReader } from '#platform/telemetry/export/scraped-reader.ts';
import { invariants } from './world/check.ts';
import { couldNotLook, exitCodeOf, type AuditRun } from './reconcile.ts';

/**
 * The reconciliation job as Prometheus sees it: what the last look found. Before the first one
 * there are no numbers, since nothing found is not told before it was looked for.
 */
export class AuditMetrics {
  private readonly reader = new ScrapedReader();
  private readonly provider = new MeterProvider({
    resource: resourceOf('audit'),
    readers: [this.reader],
  });
  private last: AuditRun | undefined;

  constructor() {
    this.observeFindings();
    this.observeRun();
  }

  readonly report = (run: AuditRun): void => {
    this.last = run;
  };

  text(): Promise<string> {
    return this.reader.text();
  }

  close(): Promise<void> {
    return this.provider.shutdown();
  }

  private gauge(name: string, unit: string, description: string) {
    return this.provider.getMeter('kontor').createObservableGauge(name, { unit, description });
  }

  private observeFindings(): void {
    const report = () => {
      const outcome = this.last?.outcome;
      return outcome && !('error' in outcome) ? outcome : undefined;
    };
    const violations = this.gauge('kontor.audit.violations', '{violation}', 'By the last look.');
    violations.addCallback((result) => {
      const found = report()?.violations;
      if (!found) return;
      for (const invariant of invariants) {
        const count = found.filter((one) => one.invariant === invariant).length;
        result.observe(count, { invariant });
      }
    });
    const checked = this.gauge('kontor.audit.checked', '{thing}', 'Looked at by the last look.');
    checked.addCallback((result) => {
      for (const [invariant, count] of Object.entries(report()?.checked ?? {})) {
        result.observe(count, { invariant });
      }
    });
    const left = this.gauge('kontor.audit.not_checked', '{check}', 'Checks that were not made.');
    left.addCallback((result) => {
      const counts = new Map<string, { invariant: string; why: string; count: number }>();
      for (const { invariant, failed } of report()?.notChecked ?? []) {
        const why = failed ? 'failed' : 'left_out';
        const key = `${invariant} ${why}`;
        const { count } = counts.get(key) ?? { count: 0 };
        counts.set(key, { invariant, why, count: count + 1 });
      }
      for (const { count, ...labels } of counts.values()) result.observe(count, labels);
    });
  }

  private observeRun(): void {
    this.gauge('kontor.audit.last_run.ok', '{run}', '1: it looked at all it should.').addCallback(
      (result) => {
        const outcome = this.last?.outcome;
        if (!outcome) return;
        const isWhole = !('error' in outcome) && exitCodeOf(outcome) !== couldNotLook;
        result.observe(isWhole ? 1 : 0);
      },
    );
    this.gauge('kontor.audit.last_run.timestamp', 's', 'When it ended.').addCallback((result) => {
      if (this.last) result.observe(this.last.at.getTime() / 1_000);
    });
    this.gauge('kontor.audit.duration', 's', 'How long it took.').addCallback((result) => {
      if (this.last) result.observe(this.last.durationMs / 1_000);
    });
  }
}
