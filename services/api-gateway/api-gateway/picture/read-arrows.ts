import { z } from 'zod';
import { timestamp } from '#contracts/shapes.ts';
import { neededForAll } from '#kernel/channel-wall.ts';
import * as clock from '#kernel/clock.ts';
import { failure } from '#kernel/contract.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { arrow, unanswered } from './shapes.ts';

/** Of no channel, so for who may act in all. */
export const readArrows = useCase({
  name: 'adminGetArrows',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read'],
  calls: [],
  failures: { all_channels_needed: failure('forbidden') },
  input: z.strictObject({}),
  output: z
    .strictObject({
      countedAt: timestamp,
      windowSeconds: z.int().meta({ description: 'Over what time was counted', examples: [300] }),
      items: z.array(arrow),
      unanswered,
    })
    .meta({ id: 'AllLiveArrows' }),
  perform: async (_asked, { invocation }, { picture }) => {
    const refused = neededForAll(invocation.actor);
    if (refused) return refused;
    const { value, unanswered } = await picture.arrows();
    const items = value.map((one) => ({ ...one, curve: [...one.curve] }));
    const { windowSeconds } = picture;
    return ok({ countedAt: clock.nowIso(), windowSeconds, items, unanswered: [...unanswered] });
  },
});
