import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const { listSavedViews, createSavedView, updateSavedView } = auth.operations;
const own = { tag: 'Identity', audience: 'store' } as const;
const viewId = z.strictObject({ viewId: id });

/** What a member of the staff keeps for themselves: no right opens it to anybody else. */
export const savedViewRoutes: readonly Route[] = [
  route({
    ...own,
    method: 'GET',
    path: '/v1/auth/saved-views',
    operationId: 'listSavedViews',
    summary: "List one's own saved views",
    description: 'Of members of the staff, by name: of one page, or of all.',
    calls: ['auth', 'listSavedViews'],
    query: listSavedViews.input,
    input: ({ query }) => query,
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/auth/saved-views',
    operationId: 'createSavedView',
    summary: 'Keep a view of a page',
    description:
      'What a page is asked with, under a name: at most 100 an account. They go with whoever signs in, to every device.',
    calls: ['auth', 'createSavedView'],
    status: 201,
    body: createSavedView.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'PATCH',
    path: '/v1/auth/saved-views/{viewId}',
    operationId: 'updateSavedView',
    summary: 'Rename a saved view, or keep another state under its name',
    calls: ['auth', 'updateSavedView'],
    params: viewId,
    body: updateSavedView.input.omit({ viewId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/auth/saved-views/{viewId}',
    operationId: 'deleteSavedView',
    summary: 'Remove a saved view',
    calls: ['auth', 'removeSavedView'],
    status: 204,
    params: viewId,
    input: ({ params }) => params,
  }),
];
