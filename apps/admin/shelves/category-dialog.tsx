import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { handleOf } from '../products/handle-of.ts';
import { RemovalTrouble } from '../forms/removal-trouble.tsx';
import { useRemoval } from '../forms/use-removal.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { TextField } from '../products/product/texts-panel.tsx';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { NamesFields, namesOf } from './names-fields.tsx';
import { childrenOf, inOrder, parentOf, pathUnder, slugOf } from './shelf-tree.ts';
import {
  deleteCategory,
  moveCategory,
  noteShelves,
  putCategory,
  readCategory,
  useTreeCommand,
  type Category,
  useMayShelve,
} from './use-shelves.ts';

/** A category that is there, or a new one below another. */
export type CategoryAsked =
  | { readonly category: Category }
  | { readonly parent: string | null; readonly category?: undefined };

interface DialogShown {
  readonly asked: CategoryAsked;
  readonly all: readonly Category[];
  readonly onClose: () => void;
}

function useCategoryRemoval(onGone: () => void) {
  return useRemoval({
    remove: deleteCategory,
    read: readCategory,
    onGone: () => {
      noteShelves();
      onGone();
    },
  });
}

/** What a category is called, where it stands, and what it is called in addresses. */
export function CategoryDialog({ asked, all, onClose }: DialogShown) {
  const { words } = usePageSpeech();
  const { shelves: names } = words;
  const { category } = asked;
  const fields = useFields(asked);
  const { name, setName, handle, setHandle, parent, setParent, translations, translate } = fields;
  const sent = useTreeCommand();
  const removal = useCategoryRemoval(onClose);
  const mayEdit = useMayShelve();
  // What holds something stays until that stands elsewhere.
  const isEmpty = category?.products === 0 && !all.some((each) => each.parent === category.path);
  const send = () => sent.mutate(stepsOf(asked, all, fields), { onSuccess: onClose });
  return (
    <Modal title={category ? category.name : names.addCategory} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && handle !== '') send();
        }}
      >
        <TextField label={names.name} most={255} value={name} mayEdit={mayEdit} onTyped={setName} />
        <NamesFields names={translations} mayEdit={mayEdit} onTyped={translate} />
        <div className="two">
          <TextField
            label={names.handle}
            what={category ? names.renamed : names.handleWhat}
            most={80}
            value={handle}
            mayEdit={mayEdit}
            onTyped={setHandle}
          />
          <ParentField
            all={all.filter((each) => !isWithin(each.path, category?.path))}
            parent={parent}
            mayEdit={mayEdit}
            onChosen={setParent}
          />
        </div>
        {category && (
          <Link className="link" to="/categories/shown/$" params={{ _splat: category.path }}>
            {names.display.open}
          </Link>
        )}
        <RemovalTrouble removal={removal} names={names.fields} />
        <Trouble error={sent.error} isNew={!category} />
        <footer>
          {category && isEmpty && mayEdit && (
            <button
              type="button"
              className="button danger"
              disabled={sent.isPending || removal.isPending}
              onClick={() => removal.mutate(removal.now ?? category)}
            >
              {names.remove}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          {mayEdit && (
            <button type="submit" className="button primary" disabled={sent.isPending}>
              {words.products.page.save}
            </button>
          )}
        </footer>
      </form>
    </Modal>
  );
}

type Fields = Pick<ReturnType<typeof useFields>, 'name' | 'handle' | 'parent' | 'translations'>;

/** A new one comes behind its siblings; one that is there keeps its place, and may move as well. */
function stepsOf({ category }: CategoryAsked, all: readonly Category[], fields: Fields) {
  const { name, handle, parent, translations } = fields;
  const path = pathUnder(parent, handle);
  const last = childrenOf(all, parent).at(-1)?.position ?? 0;
  const put = { name: name.trim(), names: namesOf(translations) };
  if (!category) return [() => putCategory({ ...put, path, position: last + 10 }, ofNone)];
  return [
    async () => {
      const { position, version } = category;
      const now = await putCategory({ ...put, path: category.path, position }, version);
      if (path !== category.path) await moveCategory({ ...category, ...now }, path);
    },
  ];
}

/** No category has it: what is there already is refused (412) and keeps its names. */
const ofNone = 2_147_483_647;

const isWithin = (path: string, other: string | undefined) =>
  other !== undefined && (path === other || path.startsWith(`${other}/`));

function useFields(asked: CategoryAsked) {
  const { category } = asked;
  const [name, setName] = useState(category?.name ?? '');
  const [given, setHandle] = useState(category && slugOf(category.path));
  const [parent, setParent] = useState(category ? parentOf(category.path) : asked.parent);
  const [translations, setTranslations] = useState(category?.names ?? {});
  return {
    name,
    setName,
    handle: given ?? handleOf(name),
    setHandle,
    parent,
    setParent,
    translations,
    translate: (locale: string, text: string) =>
      setTranslations((before) => ({ ...before, [locale]: text })),
  };
}

interface ParentShown {
  readonly all: readonly Category[];
  readonly parent: string | null;
  readonly mayEdit: boolean;
  readonly onChosen: (parent: string | null) => void;
}

function ParentField({ all, parent, mayEdit, onChosen }: ParentShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  return (
    <label className="field">
      {names.parent}
      <select
        value={parent ?? ''}
        disabled={!mayEdit}
        onChange={({ target }) => onChosen(target.value || null)}
      >
        <option value="">{names.noParent}</option>
        {inOrder(all).map(({ path, name }) => (
          <option key={path} value={path}>
            {`${'– '.repeat(path.split('/').length - 1)}${name}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Trouble({ error, isNew }: { error: Error | null; isNew: boolean }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  if (!error) return null;
  const overtaken = isNew ? words.shelves.taken : words.shelves.overtaken;
  return (
    <p className="alert" role="alert">
      {isOvertaken(error) ? overtaken : textOf(error)}
    </p>
  );
}
