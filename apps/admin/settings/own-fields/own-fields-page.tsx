import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useAccount, useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { FieldDialog } from './field-dialog.tsx';
import { FieldsTable } from './fields-table.tsx';
import { fieldsKey, owners, type Field, type Owner } from './own-fields.ts';

const route = getRouteApi('/settings/fields');

/** What the shop keeps of its things besides what every shop does. */
export function OwnFieldsPage() {
  const { words } = usePageSpeech();
  const said = words.settings.ownFields;
  const { field } = route.useSearch();
  const may = useMay();
  const [edited, setEdited] = useState<Field | Owner>();
  const { data, error, refetch } = useQuery({
    queryKey: fieldsKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/fields', { signal })),
    refetchOnWindowFocus: false,
  });
  // They are of all channels.
  const isOfAll = useAccount()?.channels === '*';
  const mayEdit = may('settings:write') && isOfAll;
  return (
    <SectionFrame name="fields" field={field} error={error} again={() => void refetch()}>
      {data &&
        owners.map((owner) => (
          <section key={owner} className="panel" aria-labelledby={`fields-${owner}`}>
            <header>
              <h2 id={`fields-${owner}`}>{said.owners[owner]}</h2>
              {mayEdit && (
                <div className="right">
                  <button type="button" className="button" onClick={() => setEdited(owner)}>
                    {said.add}
                    <span className="visually-hidden">: {said.owners[owner]}</span>
                  </button>
                </div>
              )}
            </header>
            <FieldsTable
              owner={owner}
              fields={data.items.filter((each) => each.owner === owner)}
              onEdit={mayEdit ? setEdited : undefined}
            />
          </section>
        ))}
      {data && edited !== undefined && (
        <FieldDialog
          owner={typeof edited === 'string' ? edited : edited.owner}
          field={typeof edited === 'string' ? undefined : edited}
          there={data.items}
          onClose={() => setEdited(undefined)}
        />
      )}
    </SectionFrame>
  );
}
