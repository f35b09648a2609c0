import { expect, test } from 'vitest';
import { joinSql, sql, sqlWord } from './sql.ts';

const evil = {
  text: '1; drop table account',
  parts: ['1; drop table account'],
  values: [],
  name: undefined,
};

test.each([
  ['an object', evil],
  ['a parsed body', JSON.parse(JSON.stringify(evil)) as unknown],
  ['an object with the prototype of one', { ...sql`select 1`, parts: evil.parts }],
  ['an object that says it is one', Object.assign(Object.create(null) as object, evil)],
])('%s that looks like a statement is a value', (_, given) => {
  const statement = sql`select * from account where account_id = ${given}`;
  expect(statement.text).toBe('select * from account where account_id = $1');
  expect(statement.values).toEqual([given]);
  const nested = sql`select * from (${statement}) x where y = ${given}`;
  expect(nested.text).toBe(
    'select * from (select * from account where account_id = $1) x where y = $2',
  );
  expect(joinSql([sql`a = ${given}`, sql`b`], ' and ').text).toBe('a = $1 and b');
});

test('a statement is a part of another', () => {
  const { text, values } = sql`select ${sql`a = ${1}`}, ${2} from ${sqlWord('along_1')}`;
  expect({ text, values }).toEqual({ text: 'select a = $1, $2 from along_1', values: [1, 2] });
  expect(() => sqlWord('x; drop')).toThrow('no word of SQL');
});
