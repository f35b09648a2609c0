import { told } from '@kontor/sdk';
import { getRouteApi } from '@tanstack/react-router';
import { kontor } from '../../asking/kontor.ts';
import { useAccount, useMay } from '../../session/use-session.ts';
import { SectionFrame } from '../section-frame.tsx';
import { useOfChannel } from '../use-of-channel.ts';
import { MissingRates } from './missing-rates.tsx';
import { RatesPanel } from './rates-panel.tsx';
import { TaxSettingsPanel } from './tax-settings-panel.tsx';

const route = getRouteApi('/settings/tax');

/** What tax is taken where, and how it is reckoned. */
export function TaxPage() {
  const { channel: wanted, field } = route.useSearch();
  const may = useMay();
  const { code, data, error, again, anew } = useOfChannel({
    name: 'tax',
    channel: wanted,
    read: async (of, signal) => {
      const params = { header: { Channel: of } };
      const [settings, classes, rates] = await Promise.all([
        told(kontor.GET('/v1/admin/tax/settings', { params, signal })),
        told(kontor.GET('/v1/admin/tax/classes', { params, signal })),
        told(kontor.GET('/v1/admin/tax/rates', { params, signal })),
      ]);
      return { settings, classes: classes.items, rates: rates.items };
    },
  });
  const mayEdit = may('settings:write');
  // Rates are of all channels.
  const mayEditRates = useAccount()?.channels === '*' && mayEdit;
  return (
    <SectionFrame name="tax" field={field} error={error} again={again}>
      {data && (
        <>
          <MissingRates onSet={anew} mayEdit={mayEditRates} classes={data.classes} />
          <RatesPanel
            rates={data.rates}
            classes={data.classes}
            mayEdit={mayEditRates}
            onChange={anew}
          />
          <TaxSettingsPanel
            key={code}
            channel={code}
            settings={data.settings}
            mayEdit={mayEdit}
            onSaved={anew}
          />
        </>
      )}
    </SectionFrame>
  );
}
