import { expect, test } from 'vitest';
import stored from '../stored/read-model.json' with { type: 'json' };
import { ownDefinition } from './definition.ts';

test('the number of the read model rises with its definition', () => {
  const { number, hash } = ownDefinition();
  expect(
    { number, hash },
    `documents are made otherwise than before, or promise something else: raise definitionNumber and add "${hash}" to stored/read-model.json`,
  ).toEqual({ number: stored.length, hash: stored.at(-1) });
});

test('the definition is the same wherever it is asked for', () => {
  expect(ownDefinition()).toEqual(ownDefinition());
});
