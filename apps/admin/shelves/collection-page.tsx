import { KontorProblem, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { NotRead } from '../asking/read-page.tsx';
import { ifMatch } from '../forms/if-match.ts';
import { RemovalTrouble } from '../forms/removal-trouble.tsx';
import { useRemoval } from '../forms/use-removal.ts';
import { Conflict } from '../products/conflict.tsx';
import { isOvertaken } from '../products/product-commands.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { CollectionProducts } from './collections/collection-products.tsx';
import { RulePanel } from './collections/rule-panel.tsx';
import { NamesFields } from './names-fields.tsx';
import { useCollectionEditing, type CollectionEditing } from './use-collection.ts';
import {
  noteShelves,
  readCollection,
  useCollections,
  useMayShelve,
  type Collection,
} from './use-shelves.ts';

const route = getRouteApi('/collections/$handle');

/** One collection: its words by language, its handle, and what stands in it. */
export function CollectionPage() {
  const { handle } = route.useParams();
  const { data, error, refetch } = useCollections();
  const collection = data?.find((each) => each.handle === handle);
  if (data && !collection) return <NotFound />;
  if (error && !data) {
    return <NotRead error={error} again={refetch} />;
  }
  if (!collection) return <div className="page" aria-busy="true" />;
  return <Edited key={collection.collectionId} opened={collection} />;
}

function Edited({ opened }: { opened: Collection }) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const { page } = words.products;
  const textOf = useProblemText();
  const mayEdit = useMayShelve();
  const editing = useCollectionEditing(opened);
  const { kept, saved, isChanged } = editing;
  const question = useLeaveGuard(isChanged);
  return (
    <div className="page product-page">
      <title>{kept.title}</title>
      <div className="head">
        <div>
          <Link className="back" to="/categories">
            {names.title}
          </Link>
          <h1>{kept.title}</h1>
          <p className="facts">
            <span>{opened.handle}</span>
            <span>{page.version(kept.version)}</span>
            <a className="link" href={`/collections/${opened.handle}`}>
              {page.inShop}
            </a>
          </p>
        </div>
      </div>
      <div className="told">
        <p role="status">{saved.isSuccess && !isChanged ? page.saved : ''}</p>
        {saved.error && (
          <p className="alert" role="alert">
            {isOvertaken(saved.error) ? page.overtakenFields : textOf(saved.error)}
          </p>
        )}
      </div>
      <div className="cols">
        <div>
          <WordsPanel editing={editing} mayEdit={mayEdit} />
          <RulePanel editing={editing} mayEdit={mayEdit} />
          <CollectionProducts handle={opened.handle} editing={editing} mayEdit={mayEdit} />
        </div>
        <div>{mayEdit && <Address collection={{ ...opened, ...kept }} />}</div>
      </div>
      {isChanged && (
        <div className="save-bar">
          <b>{page.unsaved}</b>
          <button type="button" className="button" onClick={editing.discard}>
            {page.discard}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={saved.isPending}
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

interface WordsShown {
  readonly editing: CollectionEditing;
  readonly mayEdit: boolean;
}

function WordsPanel({ editing, mayEdit }: WordsShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const { page } = words.products;
  const { typed, type } = editing;
  return (
    <section className="panel" aria-labelledby="words">
      <header>
        <h2 id="words">{page.texts}</h2>
      </header>
      <div className="fields">
        <TextField
          label={names.name}
          most={255}
          value={typed['title'] ?? ''}
          mayEdit={mayEdit}
          onTyped={(title) => type({ title })}
        />
        <NamesFields
          names={editing.titles}
          mayEdit={mayEdit}
          onTyped={(locale, text) => type({ [`in ${locale}`]: text })}
        />
        <TextField
          label={page.description}
          rows={5}
          most={100_000}
          value={typed['descriptionHtml'] ?? ''}
          mayEdit={mayEdit}
          onTyped={(descriptionHtml) => type({ descriptionHtml })}
        />
      </div>
    </section>
  );
}

function Contested({ editing }: { editing: CollectionEditing }) {
  const { words, language } = usePageSpeech();
  const { contested, typed, from, saved, keepChosen, letBe } = editing;
  if (contested.length === 0) return null;
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = (key: string) => {
    if (key === 'title') return words.shelves.name;
    if (key === 'descriptionHtml') return words.products.page.description;
    const locale = key.slice(key.indexOf(' ') + 1);
    return words.shelves.nameIn(languages.of(locale) ?? locale);
  };
  return (
    <Conflict
      fields={contested.map((key) => ({
        key,
        name: nameOf(key),
        mine: typed[key] ?? '',
        theirs: from[key] ?? '',
      }))}
      isSending={saved.isPending}
      onChosen={keepChosen}
      onClose={letBe}
    />
  );
}

function useAddress({ handle, version }: Collection) {
  const navigate = useNavigate();

  const renamed = useMutation({
    mutationFn: (newHandle: string) =>
      told(
        kontor.POST('/v1/admin/collections/{handle}/rename', {
          params: { path: { handle }, header: { 'If-Match': `"${version}"` } },
          body: { newHandle },
        }),
      ),
    onSuccess: (now) => {
      noteShelves();
      void navigate({ to: '/collections/$handle', params: { handle: now.handle }, replace: true });
    },
  });
  const removal = useRemoval<Collection>({
    remove: (seen) =>
      told(
        kontor.DELETE('/v1/admin/collections/{handle}', {
          params: { path: { handle: seen.handle }, header: ifMatch(seen.version) },
        }),
      ),
    read: readCollection,
    onGone: () => void navigate({ to: '/categories' }).then(noteShelves),
  });
  return { renamed, removal };
}

/** Its handle, which the one that it had leads to from then on, and the end of one that holds nothing by hand. */
function Address({ collection }: { collection: Collection }) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const { handle, products } = collection;
  const [typed, setTyped] = useState(handle);
  const { renamed, removal } = useAddress(collection);
  const { error } = renamed;
  return (
    <section className="panel" aria-labelledby="address">
      <header>
        <h2 id="address">{words.content.address}</h2>
      </header>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          renamed.mutate(typed);
        }}
      >
        <TextField
          label={names.handle}
          what={names.renamed}
          most={80}
          value={typed}
          mayEdit
          onTyped={setTyped}
        />
        {error && (
          <p className="alert" role="alert">
            {error instanceof KontorProblem && error.status === 412
              ? names.overtaken
              : textOf(error)}
          </p>
        )}
        <RemovalTrouble removal={removal} names={names.fields} />
        <div className="acts">
          <button type="submit" className="button" disabled={renamed.isPending || typed === handle}>
            {names.rename}
          </button>
          {(products === 0 || collection.rule) && (
            <button
              type="button"
              className="button"
              disabled={removal.isPending}
              onClick={() => removal.mutate(removal.now ?? collection)}
            >
              {names.remove}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
