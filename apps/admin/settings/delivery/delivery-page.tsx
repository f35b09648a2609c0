import { told } from '@kontor/sdk';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { useOfChannel } from '../use-of-channel.ts';
import { LiveQuotes } from './live-quotes.tsx';
import { NewZone } from './new-zone.tsx';
import { ZonePanel } from './zone-panel.tsx';

const route = getRouteApi('/settings/delivery');

/** Where to, how, and for how much. */
export function DeliveryPage() {
  const { words } = usePageSpeech();
  const { channel: wanted, field } = route.useSearch();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  const { code, channel, channels, data, error, again, anew } = useOfChannel({
    name: 'delivery',
    channel: wanted,
    read: async (of, signal) => {
      const params = { header: { Channel: of } };
      const [zones, settings] = await Promise.all([
        told(kontor.GET('/v1/admin/shipping/zones', { params, signal })),
        told(kontor.GET('/v1/admin/shipping/settings', { params, signal })),
      ]);
      return { zones: zones.items, settings };
    },
  });
  const mayEdit = may('settings:write');
  const said = words.settings.delivery;
  return (
    <SectionFrame
      name="delivery"
      field={field}
      error={error}
      again={again}
      acts={
        mayEdit && (
          <button type="button" id="zone.new" className="button" onClick={() => setNew(true)}>
            {said.addZone}
          </button>
        )
      }
    >
      {data && channel && (
        <>
          {data.zones.length === 0 && <p className="notice">{said.none}</p>}
          {data.zones.map((zone) => (
            <ZonePanel
              key={zone.code}
              zone={zone}
              channels={channels}
              currency={channel.currency}
              mayEdit={mayEdit}
              onChange={anew}
            />
          ))}
          <LiveQuotes key={code} settings={data.settings} mayEdit={mayEdit} onSaved={anew} />
          {isNew && (
            <NewZone
              there={data.zones}
              channel={code}
              onMade={anew}
              onClose={() => setNew(false)}
            />
          )}
        </>
      )}
    </SectionFrame>
  );
}
