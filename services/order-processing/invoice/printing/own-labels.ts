import { isPlainLine } from '#kernel/plain-text.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Context } from '../issuing/document-snapshot.ts';
import { labelsDocument } from '../stored/documents.ts';
import { builtInLabels, type OwnLabels } from './document-labels.ts';

type Shown = OutputOf<'invoice', 'getDocumentLabels'>;

interface Kept {
  readonly labels: { readonly own: OwnLabels };
  readonly version: number;
}

function select(channel: string, locale: string): Statement {
  return sql`select labels, version from document_label where channel = ${channel} and locale = ${locale}`;
}

function shown(
  locale: string,
  { labels: { own }, version }: Kept = { labels: { own: {} }, version: 0 },
): Shown {
  return { locale, labels: { ...builtInLabels(locale), ...own }, own, version };
}

export function getDocumentLabels({ database }: Context): Handler<'invoice', 'getDocumentLabels'> {
  return async ({ locale }, invocation) =>
    ok(shown(locale, await database.first<Kept>(select(invocation.channel, locale), invocation)));
}

/** A label that no document has, or that loses what is filled into it, is refused. */
export function putDocumentLabels({ database }: Context): Handler<'invoice', 'putDocumentLabels'> {
  return async ({ locale, own, expectedVersion }, invocation) => {
    const refused = faultOf(own, builtInLabels(locale));
    if (refused) return refused;
    const { channel } = invocation;
    return database.transaction('put_document_labels', invocation, async (tx) => {
      const before = await tx.first<Kept>(sql`${select(channel, locale)} for update`);
      const version = before?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        return versionConflict(version);
      }
      const after = await tx.first<Kept>(sql`
        insert into document_label (channel, locale, labels)
        values (${channel}, ${locale}, ${labelsDocument.write({ own })})
        on conflict (channel, locale) do update set labels = excluded.labels,
          version = document_label.version + 1, updated_at = kontor_now()
        where ${expectedVersion ?? null}::int is null or document_label.version = ${version}
        returning labels, version`);
      // Where there was no row yet nothing was locked: somebody was quicker with the first.
      if (!after) return versionConflict(version + 1);
      const subject = `document labels ${channel}/${locale}`;
      tx.audit({ subject, before: before?.labels.own ?? {}, after: own });
      return ok(shown(locale, after));
    });
  };
}

/** What stands in a column or over one: with more, what it is about would not be on its page. */
const wordsMost = 60;
const sentenceMost = 200;
const sentences = new Set(['included', 'exempt', 'creditNote', 'cancellation']);

function isSentence(label: string): boolean {
  return label.startsWith('notes.') || sentences.has(label);
}

function versionConflict(version: number) {
  const message = 'Somebody changed the labels. Read them again.';
  return fail('version_conflict', message, { version });
}

function faultOf(own: OwnLabels, builtIn: OwnLabels) {
  for (const [label, text] of Object.entries(own)) {
    if (!Object.hasOwn(builtIn, label)) {
      return fail('label_unknown', `No document has a label ${label}.`, { label });
    }
    const most = isSentence(label) ? sentenceMost : wordsMost;
    if (text.length > most || !isPlainLine(text)) {
      const message = `The label ${label} takes one line of ${most} characters at most.`;
      return fail('label_unfit', message, { label, most });
    }
    const placeholders = placeholdersOf(builtIn[label]!);
    if (placeholdersOf(text).join() !== placeholders.join()) {
      const needed = placeholders.length === 0 ? 'no braces' : placeholders.join(' and ');
      return fail('label_incomplete', `The label ${label} takes ${needed}.`, {
        label,
        placeholders,
      });
    }
  }
  return undefined;
}

function placeholdersOf(text: string): string[] {
  return [...new Set(text.match(/\{[^{}]*\}?|\}/g))].toSorted();
}
