import { TextField } from '../products/product/texts-panel.tsx';
import { useChannels } from '../products/use-channels.ts';
import { usePageSpeech } from '../words/speech.tsx';

type Names = Readonly<Record<string, string>>;

interface NamesShown {
  readonly names: Names;
  readonly mayEdit?: boolean;
  readonly onTyped: (locale: string, text: string) => void;
}

/** What something is called in each language of the channels; empty, it has its own name there too. */
export function NamesFields({ names, mayEdit = true, onTyped }: NamesShown) {
  const { words, language } = usePageSpeech();
  const { channels } = useChannels();
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const locales = [
    ...new Set([...channels.flatMap((channel) => channel.locales), ...Object.keys(names)]),
  ].toSorted();
  return (
    <div className="two">
      {locales.map((locale) => (
        <TextField
          key={locale}
          label={words.shelves.nameIn(languages.of(locale) ?? locale)}
          most={255}
          value={names[locale] ?? ''}
          mayEdit={mayEdit}
          onTyped={(text) => onTyped(locale, text)}
        />
      ))}
    </div>
  );
}

/** Without those in which nothing was said. */
export const namesOf = (names: Names): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names)
      .map(([locale, text]) => [locale, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );
