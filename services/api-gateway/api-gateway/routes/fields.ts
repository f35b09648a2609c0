import { z } from 'zod';
import { fieldLimits, fieldPromises } from '#contracts/fields.ts';
import { useCaseRoute, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';
import { defineField, readFields, readShownFields, removeField } from '../staff/fields.ts';

const tag = 'Fields';
const { listFields, listShownFields, putField } = fieldPromises;
const name = putField.input.pick({ owner: true, key: true });

/** Fields that a shop defines itself; their values are among those of products, customers and lines. */
export const fieldRoutes: readonly Route[] = [
  useCaseRoute({
    method: 'GET',
    path: '/v1/fields/{owner}',
    tag,
    summary: 'List the fields that shoppers see',
    description:
      'In the language asked for: what forms and filters of a shop are made of. Those of order lines are filled in where a line is put into the cart.',
    performs: readShownFields,
    cache: 'public, max-age=5',
    params: listShownFields.input,
  }),
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/fields',
    tag,
    summary: 'List the shop’s own fields',
    description: 'Who reads products reads those of products and variants.',
    performs: readFields,
    query: listFields.input,
  }),
  useCaseRoute({
    method: 'PUT',
    path: '/v1/admin/fields/{owner}/{key}',
    tag,
    summary: 'Define a field, or define it anew',
    description:
      'No file is touched by it. 409 `field_in_use` where values that are there would not fit any more: another type, a choice that is taken away, narrower limits. Of order lines nothing is refused: lines in carts keep what was agreed. What is shown of products is made anew in the background.',
    performs: defineField,
    params: name,
    body: wholeBody(
      putField.input.omit({ owner: true, key: true, expectedVersion: true, limits: true }),
    ).extend({ limits: fieldLimits }),
  }),
  useCaseRoute({
    method: 'DELETE',
    path: '/v1/admin/fields/{owner}/{key}',
    tag,
    summary: 'Delete a field with its values',
    description:
      '409 `field_in_use` says how many values go with it; to delete them, send that number as `values`. Orders keep theirs.',
    performs: removeField,
    status: 204,
    params: name,
    query: z.strictObject({
      values: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .meta({ description: 'How many values go with it', examples: [0] }),
    }),
  }),
];
