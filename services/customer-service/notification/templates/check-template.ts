import type { LiquidEngines, NameInTemplate, Template } from './liquid-engine.ts';
import type { TemplateSource } from './template-store.ts';

/** Why a template cannot be taken, and where. */
export interface TemplateFault {
  readonly part: 'subject' | 'text' | 'html' | 'sms';
  readonly reason: string;
  readonly line?: number;
  /** What it names and the message has not. */
  readonly variable?: string;
}

type Scope = Readonly<Record<string, unknown>>;

/** Messages of the kind: with everything that one can have, and without what may be missing. */
interface SampleScopes {
  readonly complete: readonly Scope[];
  readonly sparse: Scope;
}

/** Would put what people have typed into the page as markup. */
const unescaped = /\|\s*raw\b/;
/** Up to the next that begins: from each to the end would take minutes where none ends. */
const tag = /<(?!img)[^<>]*>/gi;
const reasonCharactersMax = 300;

/**
 * Whether every part can be filled: it says nothing but what the message has, in any branch, and no
 * message makes it empty.
 */
export function checkTemplate(
  engines: LiquidEngines,
  source: TemplateSource,
  scopes: SampleScopes,
): TemplateFault | undefined {
  for (const part of ['subject', 'text', 'html', 'sms'] as const) {
    const text = source[part];
    if (text === null) continue;
    const fault = checkPart(engines, part, text, scopes);
    if (fault) return { part, ...fault };
  }
  return undefined;
}

type Fault = Omit<TemplateFault, 'part'>;

function checkPart(
  engines: LiquidEngines,
  part: TemplateFault['part'],
  text: string,
  { complete, sparse }: SampleScopes,
): Fault | undefined {
  const kind = part === 'html' ? 'html' : 'plain';
  if (kind === 'html' && unescaped.test(text)) {
    return { reason: 'the filter raw is not allowed: every output is escaped' };
  }
  try {
    const parsed = engines.parse(text, kind);
    const unknown = engines.namesIn(parsed).find((name) => !isIn(complete[0]!, name));
    if (unknown) return nameFault(unknown, complete[0]!);
    for (const scope of complete) engines.render(parsed, kind, scope, true);
    return emptyFault(engines, kind, parsed, [...complete, sparse]);
  } catch (error) {
    return faultOf(error);
  }
}

/** Whether the message has it; what is worked out while a template is filled is looked at then. */
function isIn(scope: Scope, { segments }: NameInTemplate): boolean {
  let at: unknown = scope;
  for (const segment of segments) {
    if (typeof segment !== 'string' && typeof segment !== 'number') return true;
    if (segment === 'size' && (typeof at === 'string' || Array.isArray(at))) return true;
    const isPlace = typeof segment === 'number' || segment === 'first' || segment === 'last';
    if (Array.isArray(at) && isPlace) at = at[0];
    else if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return false;
    else at = (at as Scope)[segment];
    if (at === undefined) return false;
  }
  return true;
}

function nameFault({ segments, line }: NameInTemplate, scope: Scope): Fault {
  const variable = segments.map(String).join('.');
  const parent = segments
    .slice(0, -1)
    .reduce<unknown>(
      (at, segment) =>
        typeof at === 'object' && at !== null ? (at as Scope)[String(segment)] : {},
      scope,
    );
  const names = Object.keys(typeof parent === 'object' && parent !== null ? parent : {});
  const has = names.length === 0 ? '' : `; there are ${names.toSorted().join(', ')}`;
  const reason = `line ${line}: this message has no ${variable}${has}`;
  return { reason: reason.slice(0, reasonCharactersMax), line, variable };
}

/** A page whose tags hold nothing is empty too. */
function emptyFault(
  engines: LiquidEngines,
  kind: 'html' | 'plain',
  parsed: Template[],
  scopes: readonly Scope[],
): Fault | undefined {
  const isEmpty = (scope: Scope) => {
    const filled = engines.render(parsed, kind, scope);
    return filled.replaceAll(kind === 'html' ? tag : /$^/g, '').trim() === '';
  };
  const empty = scopes.findIndex(isEmpty);
  if (empty < 0) return undefined;
  const without = empty === scopes.length - 1 ? ' for people of whom less is known' : '';
  return { reason: `it comes out empty${without}` };
}

/** Liquid says the line at the end of its message. */
function faultOf(error: unknown): Fault {
  const message = error instanceof Error ? error.message : 'unknown';
  const reason = message.slice(0, reasonCharactersMax);
  const line = /, line:(\d+)/.exec(message)?.[1];
  const variable = /^undefined variable: ([^,]+)/.exec(message)?.[1];
  return {
    reason,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(variable === undefined ? {} : { variable }),
  };
}
