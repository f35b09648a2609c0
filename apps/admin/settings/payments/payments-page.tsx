import { told } from '@kontor/sdk';
import { getRouteApi } from '@tanstack/react-router';
import { kontor } from '../../asking/kontor.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { useOfChannel } from '../use-of-channel.ts';
import { AddMethod } from './add-method.tsx';
import { MethodPanel } from './method-panel.tsx';

const route = getRouteApi('/settings/payments');

/** How buyers of a channel pay, each with its limits and terms. */
export function PaymentsPage() {
  const { words } = usePageSpeech();
  const { channel: wanted, field } = route.useSearch();
  const may = useMay();
  const { code, channel, data, error, again, anew } = useOfChannel({
    name: 'payment methods',
    channel: wanted,
    read: (of, signal) =>
      told(
        kontor.GET('/v1/admin/payment-methods', { params: { header: { Channel: of } }, signal }),
      ),
  });
  const mayEdit = may('settings:write');
  return (
    <SectionFrame name="payments" field={field} error={error} again={again}>
      {data && channel && (
        <>
          {data.items.length === 0 && <p className="notice">{words.settings.payments.none}</p>}
          {data.items.map((method) => (
            <MethodPanel
              key={`${code} ${method.code}`}
              method={method}
              channel={channel}
              mayEdit={mayEdit}
              onSaved={anew}
            />
          ))}
          {mayEdit && <AddMethod channel={code} there={data.items} onAdded={anew} />}
        </>
      )}
    </SectionFrame>
  );
}
