import { createContext, useContext, useEffect } from 'react';

/** In which panel a field is: several have a name, a street. */
export const PanelName = createContext('form');

export const useFieldId = (name: string): string => `${useContext(PanelName)}.${name}`;

/** Who came for one field begins there, as soon as it is on the page. */
export function useFieldOfAddress(field: string | undefined, isThere: boolean): void {
  useEffect(() => {
    if (field === undefined || !isThere) return;
    const found = document.getElementById(field);
    found?.scrollIntoView({ block: 'center' });
    found?.focus();
  }, [field, isThere]);
}
