import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateTypes, typesFile } from './generate-types.ts';

test('the client’s types are those of the API’s document', async () => {
  const [written, generated] = await Promise.all([readFile(typesFile, 'utf8'), generateTypes()]);
  const at = written.split('\n').findIndex((line, index) => line !== generated.split('\n')[index]);
  const said = `line ${at + 1} of packages/sdk/generated/api.d.ts: run "npx kontor sdk" and commit what it writes`;
  expect(written === generated ? undefined : said).toBeUndefined();
});
