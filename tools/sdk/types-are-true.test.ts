import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeOwnApi, faultOfTypes, typesFile, typesOf } from './generate-types.ts';

const written = await readFile(typesFile, 'utf8');
const document = describeOwnApi();

test('the client’s types are those of the API’s document', async () => {
  const fault = await faultOfTypes(written);
  const said = `${fault}: run "npx kontor sdk" and commit packages/sdk/generated/api.d.ts`;
  expect(fault && said).toBeUndefined();
});

test('a document that says anything else, and types changed by hand, are told', async () => {
  expect(await faultOfTypes(written, { ...document, webhooks: {} })).toContain('another by now');
  const changed = written.replace('query?: never', 'query: never');
  expect(changed).not.toBe(written);
  expect(await faultOfTypes(changed)).toBe('somebody changed it by hand');
  const unsealed = written.slice(written.indexOf('\n') + 1);
  expect(await faultOfTypes(unsealed)).toContain('another by now');
});

test('types are written of a document without its examples, but with fields of that name', async () => {
  const properties = { example: { type: 'string', description: 'A word.', examples: ['hat'] } };
  const schema = { type: 'object', properties, required: ['example'] };
  const content = { 'application/json': { schema, examples: { hat: { value: {} } } } };
  const responses = { 200: { description: 'A hat.', content } };
  const paths = { '/v1/hats/{id}': { get: { operationId: 'getHat', responses } } };
  const info = { title: 'Hats', version: '1' };
  const types = await typesOf({ openapi: '3.1.0', info, paths });
  expect(types).toContain('get: operations["getHat"];');
  expect(types).toContain('/** @description A word. */\n                        example: string;');
  expect(types).not.toContain('"hat"');
});
