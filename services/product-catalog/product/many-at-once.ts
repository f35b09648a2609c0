import type { Outdated, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { bulkChangesOf } from './bulk-changes/bulk-operations.ts';
import { changeInBulk } from './bulk-changes/bulk-story.ts';
import { endBulks } from './bulk-changes/on-rights-changed.ts';
import { outdatedBulks } from './bulk-changes/outdated-bulks.ts';
import { importProducts } from './bulk-import/import-products.ts';
import { exportProducts } from './file-exports/export-products.ts';
import { fileImportsIn } from './file-imports/file-operations.ts';
import { endImports } from './file-imports/on-rights-changed.ts';
import { outdatedImports } from './file-imports/outdated-imports.ts';
import type { Keeping } from './media/keeping.ts';
import { outdatedUploads } from './media/outdated-uploads.ts';

/** What brings many products at once, takes them out or changes them. */
export function manyAtOnce(context: ServiceContext<'product'>, keeping: Keeping) {
  const files = fileImportsIn(context, keeping);
  return {
    operations: {
      importProducts: importProducts(context),
      exportProducts: exportProducts(context),
      ...files.operations,
      ...bulkChangesOf(context),
    },
    stories: [files.story, changeInBulk(context)],
  };
}

/** What goes on by itself with the rights of who began it ends with them. */
export async function onRightsChanged(
  event: ReceivedEvent<'auth.rights_changed'>,
  tx: Transaction,
): Promise<void> {
  await endBulks(event, tx);
  await endImports(event, tx);
}

/** What was sent, and what was told of it, is not kept for ever. */
export const outdatedFiles: Outdated = (retention, rows) => [
  ...outdatedUploads(retention, rows),
  ...outdatedImports(retention, rows),
  ...outdatedBulks(retention, rows),
];
