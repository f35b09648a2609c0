import { getRouteApi, Link } from '@tanstack/react-router';
import { ReadPage } from '../../asking/read-page.tsx';
import { useProblemText } from '../../asking/problem-text.ts';
import { Conflict } from '../../products/conflict.tsx';
import { isOvertaken } from '../../products/product-commands.ts';
import { useLeaveGuard } from '../../shell/leave-guard.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { useMayShelve } from '../use-shelves.ts';
import { CategoryPicture } from './category-picture.tsx';
import { CategoryTexts } from './category-texts.tsx';
import { ShownIn } from './shown-in.tsx';
import {
  useCategory,
  useCategoryEditing,
  type CategoryEditing,
  type Display,
} from './use-category.ts';

const route = getRouteApi('/categories/shown/$');

/** What the page of a category in the shop shows: its picture, its words by language, and to whom. */
export function CategoryPage() {
  const { _splat: path = '' } = route.useParams();
  const reading = useCategory(path);
  return (
    <ReadPage reading={reading}>
      {(category) => <Edited key={category.path} opened={category} />}
    </ReadPage>
  );
}

function Edited({ opened }: { opened: Display }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const mayEdit = useMayShelve();
  const editing = useCategoryEditing(opened);
  const { kept, saved, isChanged } = editing;
  const question = useLeaveGuard(isChanged);
  return (
    <div className="page product-page">
      <title>{kept.name}</title>
      <div className="head">
        <div>
          <Link className="back" to="/categories">
            {words.shelves.title}
          </Link>
          <h1>{kept.name}</h1>
          <p className="facts">
            <span>{kept.path}</span>
            <span>{page.version(kept.version)}</span>
            <a className="link" href={`/categories/${kept.path}`}>
              {page.inShop}
            </a>
          </p>
        </div>
      </div>
      <Told editing={editing} />
      <div className="cols">
        <div>
          <CategoryTexts editing={editing} mayEdit={mayEdit} />
        </div>
        <div>
          <CategoryPicture editing={editing} mayEdit={mayEdit} />
          <ShownIn editing={editing} mayEdit={mayEdit} />
        </div>
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

function Told({ editing: { saved, isChanged } }: { editing: CategoryEditing }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  return (
    <div className="told">
      <p role="status">{saved.isSuccess && !isChanged ? page.saved : ''}</p>
      {saved.error && (
        <p className="alert" role="alert">
          {isOvertaken(saved.error) ? page.overtakenFields : textOf(saved.error)}
        </p>
      )}
    </div>
  );
}

function Contested({ editing }: { editing: CategoryEditing }) {
  const { words, language } = usePageSpeech();
  const { contested, typed, from, saved, keepChosen, letBe } = editing;
  if (contested.length === 0) return null;
  const names = words.shelves.display;
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = (key: string) => {
    if (key === 'pictureUrl') return names.picture;
    if (key === 'pictureAlt') return words.products.page.altText;
    if (key === 'channels') return names.shownIn;
    const [kind = '', locale = ''] = key.split(' ');
    const { description: descriptionHtml, seoTitle, seoDescription } = words.products.page;
    const fields: Readonly<Record<string, string>> = { descriptionHtml, seoTitle, seoDescription };
    return `${fields[kind] ?? kind}: ${languages.of(locale) ?? locale}`;
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
