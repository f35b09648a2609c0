import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useChannel, useChannels, type Channel } from '../../products/use-channels.ts';
import { useAccount, useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { CompanyPanel } from './company-panel.tsx';
import { DomainsPanel } from './domains-panel.tsx';
import { GeneralPanel } from './general-panel.tsx';
import { MailPanel } from './mail-panel.tsx';
import { NewChannel } from './new-channel.tsx';

const route = getRouteApi('/settings/channels');

/** A shop of the deployment: its name and money, its addresses, who sells in it and how it writes. */
export function ChannelsPage() {
  const { words } = usePageSpeech();
  const { channel: wanted, field } = route.useSearch();
  const { channels, problem } = useChannels();
  const { channel } = useChannel(wanted);
  const [isNew, setNew] = useState(false);
  const may = useMay();
  const isOfAll = useAccount()?.channels === '*';
  const acts = may('catalog:write') && isOfAll && (
    <button type="button" className="button" onClick={() => setNew(true)}>
      {words.settings.channels.add}
    </button>
  );
  return (
    <SectionFrame
      name="channels"
      field={field}
      error={problem?.error}
      {...(problem && { again: problem.again })}
      acts={acts}
    >
      {channel && (
        <>
          {channels.length > 1 && <ChannelTabs channels={channels} present={channel.code} />}
          <Panels key={channel.code} channel={channel} mayEdit={may('catalog:write') && isOfAll} />
          {isNew && <NewChannel onClose={() => setNew(false)} />}
        </>
      )}
    </SectionFrame>
  );
}

function ChannelTabs({ channels, present }: { channels: readonly Channel[]; present: string }) {
  const { words } = usePageSpeech();
  const navigate = route.useNavigate();
  return (
    <label className="field of-channel">
      {words.settings.channels.which}
      <select
        value={present}
        onChange={({ target }) => void navigate({ search: { channel: target.value } })}
      >
        {channels.map(({ code, name, active }) => (
          <option key={code} value={code}>
            {name} ({code}){active ? '' : `, ${words.settings.channels.closed}`}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface ChannelShown {
  readonly channel: Channel;
  readonly mayEdit: boolean;
}

function Panels(shown: ChannelShown) {
  const may = useMay();
  return (
    <>
      <GeneralPanel {...shown} />
      <CompanyPanel {...shown} />
      <DomainsPanel {...shown} />
      {may('notifications:read') && <MailPanel {...shown} />}
    </>
  );
}
