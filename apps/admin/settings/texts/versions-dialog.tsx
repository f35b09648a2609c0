import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Page } from './legal-texts.ts';

interface VersionsShown {
  readonly page: Page;
  readonly channel: string;
  readonly onClose: () => void;
}

/** Every version that ever counted, with its day and its words: what a customer agreed to is among them. */
export function VersionsDialog({ page, channel, onClose }: VersionsShown) {
  const { words, formats } = usePageSpeech();
  const said = words.settings.texts;
  const textOf = useProblemText();
  const { handle } = page;
  const { data, error } = useQuery({
    queryKey: ['published texts', channel, handle],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/pages/{handle}/versions', {
          params: { path: { handle }, query: { limit: 50 }, header: { Channel: channel } },
          signal,
        }),
      ),
  });
  return (
    <Modal title={said.versionsOf(handle)} onClose={onClose}>
      <div className="modal-body">
        {error && (
          <p className="alert" role="alert">
            {textOf(error)}
          </p>
        )}
        {data?.items.map(({ textId, locale, number, publishedAt, title, markdown }) => (
          <details key={textId}>
            <summary>
              {said.version(number)}, {formats.language(locale)},{' '}
              {said.since(formats.moment(publishedAt))}
            </summary>
            <p>
              <b>{title}</b>
            </p>
            <p className="words">{markdown}</p>
          </details>
        ))}
        {data?.nextCursor && <p className="muted">{said.older}</p>}
      </div>
    </Modal>
  );
}
