import type { AuditReport } from './audit.ts';
import { invariantNames, type Invariant } from './world/check.ts';

/** A line for each invariant, then what is wrong, then what was not checked and why. */
export function describeReport(report: AuditReport): string {
  const lines = Object.entries(report.checked).map(
    ([invariant, count]) =>
      `${nameOf(invariant as Invariant).padEnd(32)} ${String(count).padStart(9)} checked   ${stateOf(invariant as Invariant, report)}`,
  );
  return `${[...lines, ...describeFindings(report)].join('\n')}\n`;
}

/** What is wrong, and what was not checked; nothing where there is neither. */
export function describeFindings({ violations, notChecked }: AuditReport): string[] {
  const lines: string[] = [];
  for (const { invariant, says, subject, message } of violations) {
    lines.push('', `${nameOf(invariant)}: ${says}`, `     ${subject}: ${message}`);
  }
  if (notChecked.length > 0) lines.push('');
  for (const { invariant, says, because, failed } of notChecked) {
    lines.push(
      `not checked: ${nameOf(invariant)}: ${says}`,
      `     ${failed ? 'failed: ' : ''}${because}`,
    );
  }
  return lines;
}

function nameOf(invariant: Invariant): string {
  return `${invariant} ${invariantNames[invariant]}`;
}

function stateOf(invariant: Invariant, { violations, notChecked, checked }: AuditReport): string {
  const of = (all: readonly { invariant: Invariant }[]): number =>
    all.filter((one) => one.invariant === invariant).length;
  const found = of(violations);
  if (found > 0) return found === 1 ? '1 violation' : `${found} violations`;
  const failed = of(notChecked.filter((one) => one.failed));
  if (failed > 0) return `unknown: ${failed} of its checks failed`;
  if (checked[invariant] === 0) return 'nothing to look at';
  return of(notChecked) > 0 ? 'holds, as far as it could be looked at' : 'holds';
}
