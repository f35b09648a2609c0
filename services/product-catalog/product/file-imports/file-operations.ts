import type { ServiceContext } from '#platform/calls/service.ts';
import type { Keeping } from '../media/keeping.ts';
import { importFiles } from './import-story.ts';
import { readImports } from './read-imports.ts';
import { beginProductImport, putProductImportPart } from './receive-file.ts';
import { checkProductImport, runProductImport, stopProductImport } from './start-import.ts';

/** Product files that the shop imports by itself. */
export function fileImportsIn(context: ServiceContext<'product'>, keeping: Keeping) {
  const operations = {
    beginProductImport: beginProductImport(context),
    putProductImportPart: putProductImportPart(context),
    checkProductImport: checkProductImport(context),
    runProductImport: runProductImport(context),
    stopProductImport: stopProductImport(context),
    ...readImports(context),
  };
  return { operations, story: importFiles(context, keeping) };
}
