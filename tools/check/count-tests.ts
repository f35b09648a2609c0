/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  /** What failed: failed tests with their reason, and what failed without being a test. */
  readonly complaints: readonly string[];
}

/**
 * Counts what a suite says. A test that did not run (skip, todo, only) is a failure, and so are a
 * file that could not be loaded and a run that ended badly for a reason no test accounts for.
 */
export function countTests(report: VitestReport | undefined, exitCode: number): TestCount {
  if (!report) return { passed: 0, failed: 1, complaints: ['vitest wrote no report'] };
  const complaints: string[] = [];
  const failedTests: string[] = [];
  for (const file of report.testResults) {
    for (const { status, fullName, failureMessages = [] } of file.assertionResults) {
      if (status === 'failed') {
        failedTests.push(
          `${fullName} (${file.name})\n${failureMessages.join('\n').slice(0, 2_000)}`,
        );
      } else if (status !== 'passed') {
        complaints.push(`${fullName} is marked ${status}; make it run or delete it (${file.name})`);
      }
    }
    if (
      file.status === 'failed' &&
      !file.assertionResults.some(({ status }) => status === 'failed')
    ) {
      complaints.push(
        `${file.name} could not be run\n${(file.message ?? '').slice(0, 2_000)}`.trim(),
      );
    }
  }
  if (report.testResults.length === 0) complaints.push('no test files were found');
  const all = [...failedTests, ...complaints];
  if (exitCode !== 0 && all.length === 0) all.push(`vitest ended with exit code ${exitCode}`);
  return { passed: report.numPassedTests, failed: all.length, complaints: all };
}
