import { expect, test } from 'vitest';
import { joinSql, plannedFor, sql, sqlTerm, sqlWord } from './sql.ts';

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

test('the same template with other fragments, values or words is another statement', () => {
  const filtered = (one: unknown, other: unknown) => sql`select 1 where ${one} or ${other}`;
  const a = sql`a = ${1}`;
  const b = sql`b`;
  const told = (statement: ReturnType<typeof sql>) => [statement.text, statement.values];
  for (let round = 0; round < 2; round += 1) {
    expect(told(filtered(a, b))).toEqual(['select 1 where a = $1 or b', [1]]);
    expect(told(filtered(b, a))).toEqual(['select 1 where b or a = $1', [1]]);
    expect(told(filtered(sql`a = ${2}`, 3))).toEqual(['select 1 where a = $1 or $2', [2, 3]]);
    expect(told(filtered(4, a))).toEqual(['select 1 where $1 or a = $2', [4, 1]]);
    expect(told(joinSql([a, b, a], ', '))).toEqual(['a = $1, b, a = $2', [1, 1]]);
    expect(told(joinSql([a, b, a], ' or '))).toEqual(['a = $1 or b or a = $2', [1, 1]]);
    expect(told(joinSql([a], ', '))).toEqual(['a = $1', [1]]);
    expect(told(joinSql([], ', '))).toEqual(['', []]);
    expect(told(sql`select ${sqlWord('x')}, ${sqlTerm('x')}`)).toEqual(["select x, 'x'", []]);
  }
  expect(filtered(a, b).name).toBe(filtered(sql`a = ${9}`, sql`b`).name);
  expect(filtered(a, b).name).not.toBe(filtered(b, a).name);
});

test('more shapes than are kept stay right, and are not named', () => {
  const words = Array.from({ length: 12_000 }, (_, index) => sqlWord(`w${index}`));
  const all = () => words.map((word) => sql`select ${word}, ${1}`);
  for (const statements of [all(), all()]) {
    statements.forEach(({ text, values }, index) => {
      expect(text).toBe(`select w${index}, $1`);
      expect(values).toEqual([1]);
    });
    const names = new Set(statements.map(({ name }) => name));
    expect(names.size).toBeLessThanOrEqual(501);
    expect(statements.at(-1)!.name).toBeUndefined();
  }
});

test('about many things a statement is planned anew, and is the same', () => {
  const statement = sql`select ${1}`;
  expect(plannedFor(49, statement)).toBe(statement);
  const anew = plannedFor(50, statement);
  expect(anew).toMatchObject({ text: 'select $1', values: [1], name: undefined });
  expect(sql`(${anew})`.text).toBe('(select $1)');
});
