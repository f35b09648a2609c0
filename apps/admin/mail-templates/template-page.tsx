import { KontorProblem } from '@kontor/sdk';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { NotRead } from '../asking/read-page.tsx';
import { useKindName } from '../messages/message-chips.tsx';
import { Conflict } from '../products/conflict.tsx';
import { isOvertaken } from '../products/product-commands.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import { useChannel } from '../products/use-channels.ts';
import { useMay } from '../session/use-session.ts';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { MailPreview } from './mail-preview.tsx';
import {
  parts,
  useTemplate,
  useTemplateEditing,
  type MailName,
  type MailTemplate,
  type TemplateEditing,
  type TemplateOf,
} from './use-templates.ts';

const route = getRouteApi('/messages/templates/$name/$locale');

/** The words of one kind of mail in one language, with what comes of them beside. */
export function TemplatePage() {
  const { name, locale } = route.useParams();
  const { code } = useChannel(undefined);
  const of: TemplateOf = { channel: code, name: name as MailName, locale };
  const { data: template, error, refetch, isFetchedAfterMount } = useTemplate(of);
  if (error && !template) {
    // A name that there is none of is no name for the API.
    const isNone = error instanceof KontorProblem && [400, 404, 422].includes(error.status);
    if (isNone) return <NotFound />;
    return <NotRead error={error} again={refetch} />;
  }
  if (!template || !isFetchedAfterMount) return <div className="page" aria-busy="true" />;
  return <Edited key={JSON.stringify(of)} of={of} opened={template} />;
}

function Edited({ of, opened }: { of: TemplateOf; opened: MailTemplate }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const mayEdit = useMay()('notifications:write');
  const editing = useTemplateEditing(of, opened);
  const question = useLeaveGuard(editing.isChanged);
  return (
    <div className="page product-page">
      <Head of={of} editing={editing} mayEdit={mayEdit} />
      <Told editing={editing} />
      <div className="halves">
        <Words editing={editing} mayEdit={mayEdit} />
        <MailPreview of={of} typed={editing.typed} />
      </div>
      {editing.isChanged && (
        <div className="save-bar">
          <b>{page.unsaved}</b>
          <button type="button" className="button" onClick={editing.discard}>
            {page.discard}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={editing.saved.isPending}
            onClick={editing.save}
          >
            {page.save}
          </button>
        </div>
      )}
      <Contested editing={editing} />
      {question}
    </div>
  );
}

interface HeadShown {
  readonly of: TemplateOf;
  readonly editing: TemplateEditing;
  readonly mayEdit: boolean;
}

function Head({ of: { name, locale }, editing, mayEdit }: HeadShown) {
  const { words, language } = usePageSpeech();
  const names = words.templates;
  const kindOf = useKindName();
  const { template, reset } = editing;
  const spoken = new Intl.DisplayNames(language, { type: 'language' }).of(locale) ?? locale;
  return (
    <div className="head">
      <title>{`${kindOf(name)}, ${spoken}`}</title>
      <div>
        <Link className="back" to="/messages/templates">
          {names.title}
        </Link>
        <h1>
          {kindOf(name)}, {spoken}
        </h1>
        <p className="facts">
          {template.customised ? words.messages.own(template.version) : words.messages.builtIn}
        </p>
      </div>
      {mayEdit && template.customised && (
        <div className="acts">
          <button
            type="button"
            className="button"
            disabled={reset.isPending}
            onClick={() => reset.mutate()}
          >
            {names.reset}
          </button>
        </div>
      )}
    </div>
  );
}

function Words({ editing, mayEdit }: Omit<HeadShown, 'of'>) {
  const { words } = usePageSpeech();
  const names = words.templates;
  const { typed, type } = editing;
  const rows = { subject: undefined, text: 14, html: 18, sms: 3 } as const;
  const most = { subject: 300, text: 60_000, html: 60_000, sms: 1_000 } as const;
  // Where nothing is sent by SMS there are no words for it.
  const shown = parts.filter((part) => part !== 'sms' || editing.template.sms !== null);
  return (
    <section className="panel" aria-labelledby="words">
      <header>
        <h2 id="words">{names.words}</h2>
      </header>
      <div className="fields template-words">
        <p className="muted">{names.wordsWhat}</p>
        {shown.map((part) => (
          <TextField
            key={part}
            label={names.parts[part]}
            value={typed[part]}
            mayEdit={mayEdit}
            most={most[part]}
            onTyped={(text) => type({ [part]: text })}
            {...(rows[part] && { rows: rows[part] })}
          />
        ))}
      </div>
    </section>
  );
}

/** What was done, or why not: a fault of the words is told beside the preview too. */
function Told({ editing: { done, saved, reset } }: { editing: TemplateEditing }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const error = saved.error ?? reset.error;
  return (
    <div className="told">
      <p role="status">{done === undefined ? '' : words.templates.done[done]}</p>
      {error && (
        <p className="alert" role="alert">
          {isOvertaken(error) ? words.products.page.overtakenFields : textOf(error)}
        </p>
      )}
    </div>
  );
}

function Contested({ editing }: { editing: TemplateEditing }) {
  const { words } = usePageSpeech();
  const { contested, typed, from, saved, keepChosen, letBe } = editing;
  if (contested.length === 0) return null;
  const known = parts.filter((part) => contested.includes(part));
  return (
    <Conflict
      fields={known.map((part) => ({
        key: part,
        name: words.templates.parts[part],
        mine: typed[part],
        theirs: from[part],
      }))}
      isSending={saved.isPending}
      onChosen={keepChosen}
      onClose={letBe}
    />
  );
}
