import type { z } from 'zod';
import type { session as sessionShape } from '#contracts/auth/shapes.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { saidOf } from '../refusals.ts';
import { deviceName } from './device-name.ts';

type Session = z.output<typeof sessionShape>;

/** Where the account is signed in, this device first. */
export async function devicesPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, at, session } = request;
  const { devices, sections } = words.account;
  const all = await sessionsOf(request);
  const here = all.filter(({ sessionId }) => sessionId === session.sessionId);
  const others = all.filter(({ sessionId }) => sessionId !== session.sessionId);
  return accountPage(request, {
    section: 'devices',
    title: sections.devices,
    children: (
      <>
        <p>{devices.what}</p>
        <ul class="voyages devices">
          {[...here, ...others].map((each) => (
            <li key={each.sessionId}>
              <Device request={request} device={each} isHere={here.includes(each)} />
            </li>
          ))}
        </ul>
        {others.length > 0 && (
          <form method="post" action={at.account('/devices/end-others')}>
            <FormFields request={request} />
            <button class="button plain">{devices.endOthers}</button>
          </form>
        )}
      </>
    ),
  });
}

export async function endDevice(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { params, at } = request;
  const ended = await request.attempt('deleteSession', { sessionId: params['sessionId'] });
  // What has ended already is as it was wanted.
  if (!ended.ok && ended.refused.status !== 404) saidOf(request, ended.refused);
  return { status: 303, location: at.account('/devices', { done: 'device-ended' }) };
}

export async function endOtherDevices(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  await request.ask('endOtherSessions');
  return { status: 303, location: request.at.account('/devices', { done: 'signed-out-others' }) };
}

async function sessionsOf(request: PageRequest): Promise<readonly Session[]> {
  return (await request.ask<{ items: readonly Session[] }>('listSessions')).items;
}

function Device({
  request,
  device,
  isHere,
}: {
  request: PageRequest;
  device: Session;
  isHere: boolean;
}) {
  const { words, formats, at, shop } = request;
  const { devices } = words.account;
  const name = deviceName(request, device.userAgent);
  const moment = (iso: string) => formats.moment(iso, shop.timeZone);
  return (
    <div class="device">
      <div>
        <b>{name}</b>
        {isHere && <span class="good"> {devices.here}</span>}
        <p class="muted num">
          {devices.since(moment(device.createdAt))}, {devices.last(moment(device.refreshedAt))}
        </p>
      </div>
      {!isHere && (
        <form method="post" action={at.account(`/devices/${device.sessionId}/end`)}>
          <FormFields request={request} />
          <button class="text-button" aria-label={devices.endOf(name)}>
            {devices.end}
          </button>
        </form>
      )}
    </div>
  );
}
