import { useId } from 'react';
import { CollectionsField } from '../../shelves/collections-field.tsx';
import { withTrails } from '../../shelves/shelf-tree.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { useCategories } from '../use-categories.ts';
import type { Draft } from './draft.ts';
import type { PanelShown } from './product-page.tsx';

type TextKey = {
  [Key in keyof Draft]: Draft[Key] extends string ? Key : never;
}[keyof Draft];

export function TextsPanel({ editing, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { draft, set } = editing;
  const categories = useCategories();
  const field = (name: TextKey) => ({
    value: draft[name],
    mayEdit,
    onTyped: (text: string) => set({ [name]: text }),
  });
  return (
    <section className="panel" aria-labelledby="texts">
      <header>
        <h2 id="texts">{page.texts}</h2>
      </header>
      <div className="fields">
        <TextField label={page.name} most={255} {...field('title')} />
        <TextField label={page.description} rows={8} most={200_000} {...field('descriptionHtml')} />
        <div className="two">
          <TextField label={page.handle} what={page.handleWhat} most={255} {...field('handle')} />
          <label className="field">
            {page.category}
            <select
              value={draft.category ?? ''}
              disabled={!mayEdit}
              onChange={({ target }) => set({ category: target.value || null })}
            >
              <option value="">{page.noCategory}</option>
              {draft.category !== null &&
                !categories.some(({ path }) => path === draft.category) && (
                  <option value={draft.category}>{draft.category}</option>
                )}
              {withTrails(categories).map(({ path, trail }) => (
                <option key={path} value={path}>
                  {trail}
                </option>
              ))}
            </select>
          </label>
          <TextField label={page.vendor} most={255} {...field('vendor')} />
          <TextField label={page.productType} most={255} {...field('productType')} />
          <TextField label={page.tags} most={5_000} {...field('tags')} />
          <CollectionsField
            value={draft.collections}
            mayEdit={mayEdit}
            onChange={(collections) => set({ collections })}
          />
          <TextField label={page.seoTitle} most={255} {...field('seoTitle')} />
          <TextField
            label={page.seoDescription}
            rows={2}
            most={1_000}
            {...field('seoDescription')}
          />
        </div>
      </div>
    </section>
  );
}

interface TextFieldShown {
  readonly label: string;
  readonly value: string;
  readonly mayEdit: boolean;
  readonly most: number;
  readonly onTyped: (text: string) => void;
  /** More than one makes it a field of several lines. */
  readonly rows?: number;
  readonly what?: string;
  /** Why it cannot be taken as it stands. */
  readonly wrong?: string;
}

export function TextField(shown: TextFieldShown) {
  const { label, value, mayEdit, most, onTyped, rows, what, wrong } = shown;
  const id = useId();
  const said = wrong ?? what;
  const shared = {
    value,
    readOnly: !mayEdit,
    maxLength: most,
    'aria-describedby': said === undefined ? undefined : id,
    'aria-invalid': wrong !== undefined,
    onChange: ({ target }: { target: { value: string } }) => onTyped(target.value),
  };
  return (
    <label className="field">
      {label}
      {rows === undefined ? <input {...shared} /> : <textarea rows={rows} {...shared} />}
      {said !== undefined && (
        <span id={id} className={wrong === undefined ? 'muted' : 'wrong'}>
          {said}
        </span>
      )}
    </label>
  );
}
