import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { DispatchPanel } from './dispatch-panel.tsx';
import { LocationPanel } from './location-panel.tsx';
import { NewLocation } from './new-location.tsx';

const route = getRouteApi('/settings/locations');
const locationsKey = ['settings', 'locations'] as const;

/** Where goods lie and are sent from, and until when on which day. */
export function LocationsPage() {
  const { words } = usePageSpeech();
  const { field } = route.useSearch();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: locationsKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/stock/locations', { signal })),
    // What a form begins with is never what was read before one's own last change of it.
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const anew = () => queryClient.invalidateQueries({ queryKey: locationsKey });
  const mayEdit = may('inventory:write');
  const said = words.settings.locations;
  return (
    <SectionFrame
      name="locations"
      field={field}
      error={error}
      again={() => void refetch()}
      acts={
        mayEdit && (
          <button type="button" className="button" onClick={() => setNew(true)}>
            {said.add}
          </button>
        )
      }
    >
      {data && (
        <>
          {data.items.map((location) => (
            <div key={location.code} className="location">
              <LocationPanel location={location} mayEdit={mayEdit} onSaved={anew} />
              <DispatchPanel location={location} mayEdit={mayEdit} onSaved={anew} />
            </div>
          ))}
          {isNew && <NewLocation there={data.items} onMade={anew} onClose={() => setNew(false)} />}
        </>
      )}
    </SectionFrame>
  );
}
