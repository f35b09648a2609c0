import { listHints } from '../hints/list-hints.ts';
import { useCaseRoute, type Route } from '../declaring/route.ts';

export const hintRoutes: readonly Route[] = [
  useCaseRoute({
    method: 'GET',
    path: '/v1/admin/hints',
    tag: 'Staff',
    summary: 'Hear that things change',
    description: [
      'Server-sent events, for pages that show lists: what changed is then asked for as anything is. A hint may be lost or come twice, and says nothing of the thing.\n',
      '- `ready`: `{"kinds":["order"]}`, the kinds that the asker may read (`order`, `fulfillment`, `ticket`, `customer`, `message`, `product`; more may come)',
      '- `hint`: `{"kind":"order","id":"…","version":3,"channel":"default"}`; `version` is null where things of the kind have none, `channel` where it is in several',
      '- `ping`: `{}`, every 15 seconds: where none came for 30, begin again',
      '- `end`: `{"reason":"session_ended"}`, at last. `session_ended`, `rights_changed` and `unknown` (it cannot be asked after the session) come within 10 seconds; `replaced`: a session has 6 streams at most, and the oldest goes; `time_over`: the asked seconds; `stopping`: this server stops',
    ].join('\n'),
    performs: listHints,
    query: listHints.input,
    streams: true,
    reports: ({ events: body }) => ({
      status: 200,
      body,
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // Some proxies gather what passes unless told.
        'X-Accel-Buffering': 'no',
      },
    }),
    replies: { 200: 'text/event-stream' },
  }),
];
