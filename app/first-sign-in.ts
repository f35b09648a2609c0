import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemActor } from '#kernel/actor.ts';
import { nowIso } from '#kernel/clock.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import { readOne } from '#platform/settings/setting.ts';
import { shopSettings } from '#platform/settings/shop-settings.ts';
import { isThere } from './is-there.ts';

interface Asked {
  readonly kontor: Pick<Kontor, 'dispatcher'>;
  readonly dataFolder: string;
  /** Of the gateway on this machine. */
  readonly url: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Where the first administrator chooses a password: made anew at each start, since the one before may
 * have scrolled away, until it was used. It leads to this machine or to the shop's own address, and
 * its token stands after the `#`, where no server and no log of one reads it.
 */
export async function firstSignIn(asked: Asked): Promise<string | undefined> {
  const { kontor, dataFolder, url, environment } = asked;
  if (readOne(shopSettings, 'KONTOR_ADMIN', environment) !== 'on') return undefined;
  if (!(await waitsForFirstSignIn(dataFolder))) return undefined;
  const scope = { channel: 'default', locale: 'en' };
  const make = kontor.dispatcher.clientOf('auth')['makeFirstLink']!;
  const { link } = must(
    await make({} as never, systemInvocation(systemActor('furnish'), scope)),
    'making the first link',
  ) as OutputOf<'auth', 'makeFirstLink'>;
  if (link === null) {
    // Nobody can undo that: later starts need not ask.
    await writeFile(noteOf(dataFolder), `${nowIso()}\n`);
    return undefined;
  }
  const { email, token } = link;
  const at = readOne(shopSettings, 'KONTOR_PUBLIC_URL', environment) ?? url;
  const shown = new URLSearchParams({ email, token, first: '1' });
  return `${at.replace(/\/$/, '')}/admin/welcome#${shown.toString()}`;
}

/** Asked before anything is opened for it. */
export async function waitsForFirstSignIn(dataFolder: string): Promise<boolean> {
  return !(await isThere(noteOf(dataFolder)));
}

const noteOf = (dataFolder: string): string => join(dataFolder, 'first-sign-in');
