import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { roleName } from '#contracts/auth/shapes.ts';
import { id, page } from '#contracts/shapes.ts';
import { searchEverything } from '../staff/search-everything.ts';
import { listStuckWork, replayDeadLetters, readWaitingWork } from '../staff/read-waiting-work.ts';
import { readReadiness } from '../staff/read-readiness.ts';
import { readAudit } from '../staff/read-audit.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const { inviteStaff, updateStaff, putRole, createApiKey, removeStaffFactor } = auth.operations;
const staffId = z.strictObject({ staffId: id });
const name = z.strictObject({ name: roleName });
const admin = { tag: 'Staff', audience: 'admin' } as const;

const staff: readonly Route[] = [
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/staff',
    operationId: 'adminListStaff',
    summary: 'List staff members',
    calls: ['auth', 'listStaff'],
    query: page,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/staff',
    operationId: 'adminCreateStaffMember',
    summary: 'Invite a staff member',
    description:
      'Sends a link by which the password is chosen, good for three days. Only rights that one holds can be given.',
    calls: ['auth', 'inviteStaff'],
    status: 201,
    body: inviteStaff.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/staff/{staffId}',
    operationId: 'adminGetStaffMember',
    summary: 'Read a staff member',
    calls: ['auth', 'getStaff'],
    params: staffId,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PATCH',
    path: '/v1/admin/staff/{staffId}',
    operationId: 'adminUpdateStaffMember',
    summary: 'Change a staff member',
    description:
      'What is left out stays. Rights count from the next refresh of a session, within ten minutes; disabling ends all sessions.',
    calls: ['auth', 'updateStaff'],
    params: staffId,
    body: updateStaff.input.omit({ staffId: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/staff/{staffId}/link',
    operationId: 'adminCreateStaffLink',
    summary: 'Make a link by which an invited member chooses a password',
    description:
      'For who gets no mail: the admin opens it at `/admin/welcome`. Good for three days and once, told this once, in place of the one that was sent. 409 `staff_not_invited` of a member who has a password.',
    calls: ['auth', 'createStaffLink'],
    params: staffId,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/staff/{staffId}/second-factor/disable',
    operationId: 'adminDisableStaffSecondFactor',
    summary: 'Remove the second factor of a staff member who lost it',
    description:
      'For whoever lost the authenticator app and the recovery codes: the password alone signs in again, and all sessions end. Make sure first who asks, and have the password chosen anew where somebody else may know it. Of nobody with more rights than one’s own; one’s own takes a code (`POST /v1/auth/totp/disable`).',
    calls: ['auth', 'removeStaffFactor'],
    status: 204,
    params: staffId,
    body: removeStaffFactor.input.omit({ staffId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/roles',
    operationId: 'adminListRoles',
    summary: 'List roles',
    calls: ['auth', 'listRoles'],
    input: () => ({}),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/roles/{name}',
    operationId: 'adminPutRole',
    summary: 'Make or replace a role',
    calls: ['auth', 'putRole'],
    params: name,
    body: wholeBody(putRole.input.omit({ name: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/roles/{name}',
    operationId: 'adminDeleteRole',
    summary: 'Delete a role that nobody has',
    calls: ['auth', 'deleteRole'],
    status: 204,
    params: name,
    input: ({ params }) => params,
  }),
];

const apiKeys: readonly Route[] = [
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/api-keys',
    operationId: 'adminListApiKeys',
    summary: 'List API keys',
    calls: ['auth', 'listApiKeys'],
    query: page,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/api-keys',
    operationId: 'adminCreateApiKey',
    summary: 'Make an API key',
    description:
      'The key is told in this reply and never again: a repeated request gets `null` in its place. Send it as a bearer token.',
    calls: ['auth', 'createApiKey'],
    status: 201,
    body: createApiKey.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/api-keys/{apiKeyId}',
    operationId: 'adminDeleteApiKey',
    summary: 'Revoke an API key',
    description: 'It is refused from then on, within half a minute everywhere.',
    calls: ['auth', 'revokeApiKey'],
    status: 204,
    params: z.strictObject({ apiKeyId: id }),
    input: ({ params }) => params,
  }),
];

const audit = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/audit',
  tag: 'Staff',
  summary: 'List what staff and API keys changed',
  description:
    'The newest first, of all services. A change that several services take part in has an entry in each, with the same `traceId`. Who is limited to channels sees what others who are limited to some of these changed. 503 when a service does not answer: a page has no gaps.',
  performs: readAudit,
  query: readAudit.input,
});

const waiting = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/waiting-work',
  tag: 'Staff',
  summary: 'Read what waits for people',
  description:
    'Counted when it is asked for, each with the list that has exactly these. Services that do not answer are named in `unanswered`, and what waits there is not told.',
  performs: readWaitingWork,
});

const readiness = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/readiness',
  tag: 'Staff',
  summary: 'Read what is still missing to sell',
  description:
    'In the channel asked for, looked up when it is asked for: of what the asker may read. Kinds whose services do not answer are named in `unanswered`.',
  performs: readReadiness,
});

const stuck = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/stuck-work',
  tag: 'Staff',
  summary: 'List stories that are stuck and dead letters',
  description:
    'The oldest first. Stories go on by themselves once what they wait for is mended; dead letters are replayed by `npx kontor dead-letters`, which also has jobs that failed for good.',
  performs: listStuckWork,
  query: listStuckWork.input,
});

const replay = useCaseRoute({
  method: 'POST',
  path: '/v1/admin/dead-letters/replay',
  tag: 'Staff',
  summary: 'Have dead letters delivered again',
  description:
    'Mend the reason first. They are due at once with all attempts before them, and are listed again where they are refused again; what was done already is not done twice.',
  performs: replayDeadLetters,
  body: replayDeadLetters.input,
});

const search = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/search',
  tag: 'Staff',
  summary: 'Search orders, customers, products and tickets',
  description:
    'By numbers, e-mail addresses, names, titles, SKUs, barcodes and subjects, each from its beginning: the first of each kind that the asker may look at. What does not answer within a second is named in `unanswered`.',
  performs: searchEverything,
  query: searchEverything.input,
});

export const adminStaffRoutes: readonly Route[] = [
  ...staff,
  ...apiKeys,
  audit,
  waiting,
  readiness,
  stuck,
  replay,
  search,
];
