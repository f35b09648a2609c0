import { useProblemText } from '../../asking/problem-text.ts';
import { Conflict } from '../../products/conflict.tsx';
import { isOvertaken } from '../../products/product-commands.ts';
import { useLeaveGuard } from '../../shell/leave-guard.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { CollectionEditing } from '../use-collection.ts';
import { RuleCondition } from './rule-condition.tsx';
import { useRule } from './use-rule.ts';

interface RuleShown {
  readonly editing: CollectionEditing;
  readonly mayEdit: boolean;
}

/** By hand or by a rule; what the rule would hold is told while it is typed. */
export function RulePanel({ editing, mayEdit }: RuleShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  const rule = useRule(editing);
  const question = useLeaveGuard(rule.isChanged);
  return (
    <section className="panel" aria-labelledby="rule">
      <header>
        <h2 id="rule">{names.title}</h2>
      </header>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          rule.save();
        }}
      >
        <fieldset className="bare" disabled={!mayEdit}>
          <label className="field">
            {names.how}
            <select
              value={rule.isRuled ? 'rule' : 'hand'}
              onChange={({ target }) => rule.choose(target.value === 'rule')}
            >
              <option value="hand">{names.byHand}</option>
              <option value="rule">{names.byRule}</option>
            </select>
          </label>
          {rule.isRuled && <Conditions rule={rule} />}
        </fieldset>
        {rule.isRuled && <Preview rule={rule} />}
        {mayEdit && rule.isChanged && <WhatSavingDoes rule={rule} kept={editing.kept} />}
        <Ending rule={rule} editing={editing} mayEdit={mayEdit} />
      </form>
      {rule.isContested && <Contested rule={rule} isSending={editing.ruled.isPending} />}
      {question}
    </section>
  );
}

/** Somebody gave it another rule meanwhile: both are shown, and one is chosen. */
function Contested({ rule, isSending }: { rule: Rule; isSending: boolean }) {
  const { words } = usePageSpeech();
  return (
    <Conflict
      fields={[
        {
          key: 'rule',
          name: words.shelves.rule.title,
          mine: rule.textOf(rule.rule ?? null),
          theirs: rule.textOf(rule.from),
        },
      ]}
      isSending={isSending}
      onChosen={(mine) => (mine.size > 0 ? rule.save() : rule.discard())}
      onClose={rule.letBe}
    />
  );
}

type Rule = ReturnType<typeof useRule>;

/** What becomes of the products that stand there, where they are put in otherwise from then on. */
function WhatSavingDoes({ rule, kept }: { rule: Rule; kept: CollectionEditing['kept'] }) {
  const { words } = usePageSpeech();
  const { takesOut, keeps } = words.shelves.rule;
  if (rule.isRuled === Boolean(kept.rule)) return null;
  return <p className="muted">{rule.isRuled ? takesOut : keeps}</p>;
}

function Conditions({ rule }: { rule: Rule }) {
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  return (
    <>
      <label className="field">
        {names.match}
        <select
          value={rule.match}
          onChange={({ target }) => rule.type({ match: target.value === 'any' ? 'any' : 'all' })}
        >
          <option value="all">{names.all}</option>
          <option value="any">{names.any}</option>
        </select>
      </label>
      <ol className="conditions">
        {rule.drafts.map((draft, at) => (
          <RuleCondition
            key={draft.id}
            draft={draft}
            at={at}
            channels={rule.channels}
            onTyped={(fields) => rule.change(draft.id, fields)}
            onRemoved={() => rule.remove(draft.id)}
          />
        ))}
      </ol>
      <div className="acts">
        <button
          type="button"
          className="button"
          disabled={rule.drafts.length >= 20}
          onClick={rule.add}
        >
          {names.add}
        </button>
      </div>
    </>
  );
}

function Preview({ rule: { preview, rule } }: { rule: Rule }) {
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  const textOf = useProblemText();
  const { data, error } = preview;
  return (
    <div aria-busy={preview.isFetching}>
      <p role="status" className="num">
        {rule === undefined ? names.unfinished : data && !error && names.holds(data.products)}
      </p>
      {error && rule !== undefined && <p className="alert">{textOf(error)}</p>}
      {data && !error && rule !== undefined && (
        <ul className="found">
          {data.items.map(({ productId, title }) => (
            <li key={productId}>{title}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface EndingShown extends RuleShown {
  readonly rule: Rule;
}

function Ending({ rule, editing: { ruled }, mayEdit }: EndingShown) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  return (
    <>
      {ruled.error && (
        <p className="alert" role="alert">
          {isOvertaken(ruled.error) ? words.shelves.overtaken : textOf(ruled.error)}
        </p>
      )}
      {mayEdit && rule.isChanged && (
        <div className="acts">
          <button
            type="submit"
            className="button primary"
            disabled={rule.rule === undefined || ruled.isPending}
          >
            {words.shelves.rule.save}
          </button>
          <button type="button" className="button" onClick={rule.discard}>
            {words.products.page.discard}
          </button>
        </div>
      )}
    </>
  );
}
