import { KontorProblem } from '@kontor/sdk';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../../asking/problem-text.ts';
import { useMay } from '../../session/use-session.ts';
import { useLeaveGuard } from '../../shell/leave-guard.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { Conflict } from '../conflict.tsx';
import { changeProduct, isOvertaken, type Product } from '../product-commands.ts';
import { ProductChip } from '../product-chip.tsx';
import { useChannel, type Channel } from '../use-channels.ts';
import { AttributesPanel } from './attributes-panel.tsx';
import { draftOf, nameOf, readable } from './draft.ts';
import { PicturesPanel } from './pictures-panel.tsx';
import { PlannedPrices } from './planned-prices.tsx';
import { ProductAside } from './product-aside.tsx';
import { TextsPanel } from './texts-panel.tsx';
import { TranslationsPanel } from './translations-panel.tsx';
import { useEditing, useProduct, type Editing } from './use-product.ts';
import { VariantsPanel } from './variants-panel.tsx';

const route = getRouteApi('/products/$productId');

/** One product: what it says, shows and costs, where it is sold, and who changed it. */
export function ProductPage() {
  const { productId } = route.useParams();
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { channels, code } = useChannel(undefined);
  const { data: product, error, isFetchedAfterMount } = useProduct(productId, code);
  if (error && !product) {
    const isGone = error instanceof KontorProblem && error.status === 404;
    return (
      <div className="page">
        <h1>{isGone ? words.products.page.notFound : words.products.title}</h1>
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
        <Link className="link" to="/products">
          {words.products.title}
        </Link>
      </div>
    );
  }
  // What was kept of before may be older than what another has made of it.
  if (!product || !isFetchedAfterMount) return <div className="page" aria-busy="true" />;
  return <Edited key={productId} opened={product} channel={code} channels={channels} />;
}

interface EditedShown {
  readonly opened: Product;
  readonly channel: string;
  readonly channels: readonly Channel[];
}

export interface PanelShown {
  readonly editing: Editing;
  readonly channels: readonly Channel[];
  readonly mayEdit: boolean;
}

function Edited({ opened, channel, channels }: EditedShown) {
  const may = useMay();
  const editing = useEditing(opened, channel);
  const { product, changed } = editing;
  const question = useLeaveGuard(changed.length > 0);
  const panel: PanelShown = { editing, channels, mayEdit: may('catalog:write') };
  return (
    <div className="page product-page">
      <title>{product.title}</title>
      <Head {...panel} />
      <Troubles editing={editing} />
      <div className="cols">
        <div>
          <TextsPanel {...panel} />
          <PicturesPanel {...panel} />
          <VariantsPanel {...panel} />
          <PlannedPrices {...panel} />
          <TranslationsPanel {...panel} />
          <AttributesPanel {...panel} />
        </div>
        <ProductAside {...panel} />
      </div>
      {panel.mayEdit && changed.length > 0 && <SaveBar editing={editing} />}
      <Overtaken editing={editing} />
      {question}
    </div>
  );
}

function Head({ editing, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product, command, commanding } = editing;
  const turn = (status: Product['status']) => () =>
    void command((read) => changeProduct(read, { status })).catch(() => undefined);
  return (
    <div className="head">
      <div>
        <Link className="back" to="/products">
          {words.products.title}
        </Link>
        <h1>
          {product.title} <ProductChip status={product.status} />
        </h1>
        <p className="facts">
          <span>{product.handle}</span>
          <span>{page.version(product.version)}</span>
          {product.status === 'active' && (
            <a className="link" href={`/products/${product.handle}`}>
              {page.inShop}
            </a>
          )}
        </p>
      </div>
      {mayEdit && (
        <div className="acts">
          {product.status !== 'draft' && (
            <button
              type="button"
              className="button"
              disabled={commanding.isPending}
              onClick={turn('draft')}
            >
              {page.toDraft}
            </button>
          )}
          {product.status === 'active' && (
            <button
              type="button"
              className="button"
              disabled={commanding.isPending}
              onClick={turn('archived')}
            >
              {page.archive}
            </button>
          )}
          {product.status !== 'active' && (
            <button
              type="button"
              className="button primary"
              disabled={commanding.isPending}
              onClick={turn('active')}
            >
              {page.publish}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Why something was not done; what was typed is still there. */
function Troubles({ editing: { saving, commanding } }: { editing: Editing }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const error = saving.error ?? commanding.error;
  return (
    <div className="told">
      <p role="status">
        {(saving.isSuccess || commanding.isSuccess) && !error ? words.products.page.saved : ''}
      </p>
      {error && !(isOvertaken(error) && error === saving.error) && (
        <p className="alert" role="alert">
          {isOvertaken(error) ? words.products.page.overtaken : textOf(error)}
          {error instanceof KontorProblem &&
            error.errors.map(({ field, message }) => (
              <span key={`${field} ${message}`} className="per-field">
                {field}: {message}
              </span>
            ))}
        </p>
      )}
    </div>
  );
}

function SaveBar({ editing: { save, discard, saving } }: { editing: Editing }) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  return (
    <div className="save-bar">
      <b>{page.unsaved}</b>
      <button type="button" className="button" onClick={discard}>
        {page.discard}
      </button>
      <button type="button" className="button primary" disabled={saving.isPending} onClick={save}>
        {page.save}
      </button>
    </div>
  );
}

function Overtaken({ editing }: { editing: Editing }) {
  const { words } = usePageSpeech();
  const { overtaken, draft, choose, closeConflict, saving } = editing;
  if (!overtaken) return null;
  const theirs = draftOf(overtaken.theirs);
  return (
    <Conflict
      key={overtaken.theirs.version}
      fields={overtaken.fields.map((key) => ({
        key,
        name: nameOf(key, words),
        mine: readable(draft, key),
        theirs: readable(theirs, key),
      }))}
      begun={overtaken.mine}
      isSending={saving.isPending}
      onChosen={choose}
      onClose={closeConflict}
    />
  );
}
