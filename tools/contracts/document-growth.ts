import type { PromisedDocument, PromisedDocuments } from './document-promises.ts';
import { grows } from './growth.ts';

/**
 * Whether the last release and this one can keep their documents in the same columns: what either of
 * them writes, the other one reads, and what was ever released is still shown to be read.
 * @returns a sentence for each promise that was broken, with what to do
 */
export function brokenDocuments(before: PromisedDocuments, now: PromisedDocuments): string[] {
  return Object.entries(before).flatMap(([name, was]) => {
    const is = now[name];
    if (!is) return [`${name} is declared no more: rows of before still hold it`];
    return [...columnsLost(name, was, is), ...versions(name, was, is), ...samples(name, was, is)];
  });
}

function columnsLost(name: string, was: PromisedDocument, is: PromisedDocument): string[] {
  return was.columns
    .filter((column) => !is.columns.includes(column))
    .map((column) => `${name} no longer lies in ${column}: rows of before still hold it there`);
}

function versions(name: string, was: PromisedDocument, is: PromisedDocument): string[] {
  if (is.reads < was.v)
    return [`${name} is read up to version ${is.reads}, and version ${was.v} was released`];
  if (is.v < was.v) return [`${name} is written in version ${is.v} again: ${was.v} was released`];
  if (is.v > was.reads)
    return [
      `${name} is written in version ${is.v}, which the version before cannot read: give it \`next\` a release before`,
    ];
  return is.v === was.v ? grows(name, was.schema, is.schema, 'document') : [];
}

function samples(name: string, was: PromisedDocument, is: PromisedDocument): string[] {
  return Object.entries(was.samples).flatMap(([version, released]) => {
    const stored = is.samples[version] ?? [];
    return released.flatMap((sample, index) =>
      stored.includes(sample)
        ? []
        : [
            `${name}.${version}.json has changed or lost its sample ${index + 1}, which was released: put it back, and add what is new after it`,
          ],
    );
  });
}
