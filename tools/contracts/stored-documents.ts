import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceDeclaration } from '#platform/calls/service.ts';

/**
 * Every json column is a stored document with a version, or is named with the reason why it is none:
 * what a release wrote is read by the next ones, and nobody remembers a column that no list holds.
 */

/** The platform's own, in every service's schema. */
export const otherJsonOfPlatform: Readonly<Record<string, string>> = {
  'outbox.actor': 'read tolerantly as an actor, whose words are declared open',
  'outbox.data': 'its row says the version, and it is read by the event’s own contract',
  'idempotency.reply':
    'an operation’s output, which only grows; what it lacks is filled in when it is told again',
  'audit_entry.detail': 'shown to staff as it was noted; nothing reads into it',
  'inbox_held.event': 'it says its version, and it is read by the event’s own contract',
};

/** `table.column` of each json column that statements make. */
export function jsonColumnsOf(text: string): string[] {
  const bare = text.replaceAll(/--[^\n]*/g, '').replaceAll(/\$\$[\s\S]*?\$\$/g, '');
  return bare.split(';').flatMap((statement) => {
    const table = /\b(?:create|alter)\s+table\s+(?:if\s+(?:not\s+)?exists\s+)?(\w+)/i.exec(
      statement,
    )?.[1];
    if (table === undefined) return [];
    const columns = statement.matchAll(/\b(\w+)\s+(?:type\s+)?jsonb?\b(?!\s*\()/gi);
    return [...columns].map(([, column]) => `${table}.${column!}`);
  });
}

/** What is wrong with a service's declarations, for these columns of its migrations. */
export function undeclared(
  {
    name,
    documents = [],
    otherJson = {},
  }: Pick<ServiceDeclaration, 'name' | 'documents' | 'otherJson'>,
  columns: readonly string[],
): string[] {
  const declared = [
    ...documents.flatMap((document) => document.columns),
    ...Object.keys(otherJson),
  ];
  const missing = columns.filter((column) => !declared.includes(column));
  const gone = declared.filter((column) => !columns.includes(column));
  const twice = declared.filter((column, index) => declared.indexOf(column) !== index);
  const unreasoned = Object.keys(otherJson).filter((column) => otherJson[column]!.length < 10);
  return [
    ...missing.map(
      (column) =>
        `${name}: ${column} holds json: declare it in stored/documents.ts with defineDocument, or say why it is no document`,
    ),
    ...gone.map(
      (column) => `${name}: ${column} is declared, and no migration makes such a json column`,
    ),
    ...twice.map((column) => `${name}: ${column} is declared twice`),
    ...unreasoned.map((column) => `${name}: say why ${column} is no document`),
  ];
}

export function jsonColumnsIn(migrations: URL | null): string[] {
  if (migrations === null) return [];
  const folder = fileURLToPath(migrations);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) => jsonColumnsOf(readFileSync(`${folder}/${file}`, 'utf8')));
}

/** The kept sample of each version that was ever written, from the folder beside the declaration. */
export function samplesOf(migrations: URL, document: string, version: number): unknown[] {
  const file = new URL(`../stored/${document}.${version}.json`, migrations);
  return JSON.parse(readFileSync(file, 'utf8')) as unknown[];
}
