import { expect, test } from 'vitest';
import { countTests, type VitestReport } from './count-tests.ts';

function reportOf(...statuses: string[]): VitestReport {
  const assertionResults = statuses.map((status) => ({
    status,
    fullName: `a ${status} test`,
    failureMessages: status === 'failed' ? ['expected 1 to be 2'] : [],
  }));
  return {
    numPassedTests: statuses.filter((status) => status === 'passed').length,
    testResults: [
      {
        name: 'a.test.ts',
        status: statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults,
      },
    ],
  };
}

test.each([
  ['all passed', reportOf('passed', 'passed'), 0, 2, 0],
  ['one failed', reportOf('passed', 'failed'), 1, 1, 1],
  ['a skipped test fails', reportOf('passed', 'skipped'), 0, 1, 1],
  ['a pending test fails', reportOf('pending'), 0, 0, 1],
  ['a planned test fails', reportOf('todo', 'passed'), 0, 1, 1],
  ['an unexplained exit code fails', reportOf('passed'), 1, 1, 1],
  ['no report fails', undefined, 0, 0, 1],
  ['no test files fail', { numPassedTests: 0, testResults: [] }, 0, 0, 1],
  [
    'a file that does not load fails',
    {
      numPassedTests: 0,
      testResults: [{ name: 'b.test.ts', status: 'failed', assertionResults: [] }],
    },
    1,
    0,
    1,
  ],
])('%s', (_case, report, exitCode, passed, failed) => {
  const counted = countTests(report, exitCode);
  expect(counted).toMatchObject({ passed, failed });
  expect(counted.complaints).toHaveLength(failed);
});

test('a failed test is told with its file and its reason', () => {
  const { complaints } = countTests(reportOf('failed'), 1);
  expect(complaints).toEqual(['a failed test (a.test.ts)\nexpected 1 to be 2']);
});

test('a file that does not load is told with its reason', () => {
  const message = 'expected 200, got 503';
  const broken = { name: 'b.test.ts', status: 'failed', message, assertionResults: [] };
  const { complaints } = countTests({ numPassedTests: 0, testResults: [broken] }, 1);
  expect(complaints).toEqual(['b.test.ts could not be run\nexpected 200, got 503']);
});
