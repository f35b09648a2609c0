import type { ServiceContext } from '#platform/calls/service.ts';
import {
  deleteField,
  listFields,
  listShownFields,
  putField,
  type Keeping,
} from '#platform/fields/keep-fields.ts';
import { sql } from '#platform/ground/sql.ts';
import { fieldDocument } from '../stored/documents.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';

const document = fieldDocument;
const owners = { product: sql`product`, variant: sql`variant` };

/** Defined anew: products that have a value are shown otherwise, which is made in the background. */
const defining: Keeping = {
  document,
  owners,
  changed: (tx, { owner, key }) =>
    startRebuild(tx, owner === 'product' ? 'field_of_product' : 'field_of_variant', key),
};
const deleting: Keeping = {
  document,
  owners,
  changed: (tx, { owner, key }) => startRebuild(tx, 'deleted_field', `${owner}.${key}`),
};

/** The shop's own fields of products and variants. */
export function storedFields(context: ServiceContext<'product'>) {
  return {
    listFields: listFields(context),
    listShownFields: listShownFields(context),
    putField: putField(context, defining),
    deleteField: deleteField(context, deleting),
  };
}
