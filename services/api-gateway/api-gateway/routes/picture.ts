import { z } from 'zod';
import { id } from '#contracts/shapes.ts';
import { listArrowFailures } from '../picture/list-arrow-failures.ts';
import { readArrows } from '../picture/read-arrows.ts';
import { readOrderPath } from '../picture/read-order-path.ts';
import { readTrace } from '../picture/read-trace.ts';
import { useCaseRoute, type Route } from '../declaring/route.ts';

const tag = 'Live picture';

/** How the arrows of the picture are used now, and the way of one order along them. */
export const pictureRoutes: readonly Route[] = [
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/arrows',
    tag,
    summary: 'Read how the arrows of the picture are used',
    description:
      'Rate, failures and durations over the last five minutes, counted in the memory of each process: all 40 arrows of the picture, and the others that were used (events, and schemas that lie beside another’s). In a shop of many processes they begin to tell when somebody asks, and stop five seconds after nobody does any more. Ask once a second at most.',
    performs: readArrows,
  }),
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/arrows/{from}/{to}/failures',
    tag,
    summary: 'List the last failures of an arrow',
    description:
      'The newest first, 20 at most, since its processes began. `GET /v1/admin/traces/{traceId}` has what happened in the same request.',
    performs: listArrowFailures,
    params: listArrowFailures.input,
  }),
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/traces/{traceId}',
    tag,
    summary: 'Read what went along the arrows in one trace',
    description:
      'In order of time. Remembered are traces that carry one of the last 1,000 orders and traces in which something failed, in memory alone; of others nothing is listed.',
    performs: readTrace,
    params: readTrace.input,
  }),
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/path',
    tag,
    summary: 'Read the way of an order along the arrows',
    description:
      'Its timeline, the times that are stored of its events and stories, and each use of an arrow in the traces that the timeline names, with milliseconds. Only of the last 1,000 orders are uses remembered: `remembered` says so.',
    performs: readOrderPath,
    params: z.strictObject({ orderId: id }),
  }),
];
