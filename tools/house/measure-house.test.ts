import { expect, test } from 'vitest';
import { sourceFile } from '../architecture/source-file.ts';
import { describeHouse, measureHouse } from './measure-house.ts';

const lines = (count: number, ...imports: string[]) =>
  [...imports.map((name) => `import { x } from '${name}';`), ...Array(count).fill('a();')]
    .slice(0, count)
    .join('\n');

const house = measureHouse([
  sourceFile('kernel/money.ts', lines(10)),
  sourceFile('platform/a.ts', lines(30, './b.ts', '../services/group/one/service.ts')),
  sourceFile('platform/b.ts', lines(20, './a.ts', '#kernel/money.ts')),
  sourceFile('platform/a.test.ts', lines(300, '#tools/command-line.ts')),
  sourceFile('services/group/one/service.ts', lines(40, '#platform/a.ts')),
  sourceFile('services/api-gateway/routes/one.ts', lines(5)),
  sourceFile('services/api-gateway/routes/two.ts', lines(5)),
  sourceFile('services/api-gateway/routes/three.ts', lines(5)),
  sourceFile('external/sms/vendor/index.ts', `${lines(3)}\nVENDOR_KEY: z.string(),`),
  sourceFile('external/sms/vendor/vendor.ts', lines(4)),
  sourceFile('external/providers.ts', lines(6, './sms/vendor/index.ts')),
  sourceFile('external/read-settings.ts', `${lines(4)}\nconst key = 'VENDOR_KEY';`),
  sourceFile('README.md', 'a text'),
]);

test('folders, circles, lengths and arrows are counted, tests left out', () => {
  expect(house).toMatchObject({
    files: 11,
    folders: 6,
    largestFolder: { path: 'platform', files: 2 },
    medianLines: 5,
    longestFile: { path: 'services/group/one/service.ts', lines: 40 },
    wiringShare: 33.6,
    arrows: 3,
    arrowsUp: ['platform → services'],
    providerFiles: {
      provider: 'external/sms/vendor',
      paths: ['external/providers.ts', 'external/read-settings.ts'],
    },
  });
  expect(house.fullest[0]).toEqual({ path: 'services/api-gateway/routes', files: 3 });
  expect(house.circles).toHaveLength(2);
  expect(house.circles[0]).toContain('platform/a.ts → platform/b.ts → platform/a.ts');
});

test('each figure is a line', () => {
  const text = describeHouse(house);
  expect(text).toMatch(/^largest folder +2 {2}platform$/m);
  expect(text).toMatch(/^of these run up +1 {2}platform → services$/m);
  expect(text).toMatch(/^longest file, lines +40 {2}services\/group\/one\/service\.ts$/m);
});
