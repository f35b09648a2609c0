import { told } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { FormPanel } from '../../forms/form-panel.tsx';
import { TextInput } from '../../forms/fields.tsx';
import { listOf } from '../../forms/lines.ts';
import { useThingForm } from '../../forms/use-thing-form.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { keptOf, ofVersion } from './channel-commands.ts';
import type { ChannelShown } from './channels-page.tsx';

export function DomainsPanel({ channel, mayEdit }: ChannelShown) {
  const { words } = usePageSpeech();
  const said = words.settings.channels;
  const { opened, read, taken } = keptOf(channel, ({ domains = [] }) => ({
    domains: domains.join('\n'),
  }));
  const thing = useThingForm({
    opened,
    read,
    fieldOf: { domain_taken: 'domains', domain_invalid: 'domains' },
    save: ({ domains }, version) =>
      taken(
        told(
          kontor.PUT('/v1/admin/channels/{code}/domains', {
            params: ofVersion(channel.code, version),
            body: { domains: listOf(domains) },
          }),
        ),
      ),
  });
  return (
    <FormPanel
      name="domains"
      title={said.domains}
      thing={thing}
      mayEdit={mayEdit}
      names={said.fields}
    >
      <TextInput
        name="domains"
        label={said.fields.domains}
        what={said.hints.domains}
        rows={3}
        most={2_000}
        mono
      />
    </FormPanel>
  );
}
