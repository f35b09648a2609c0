import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import mjml2html from 'mjml';
import { builtInLocales, templateDefinitions, templateNames } from './template-definitions.ts';
import { withRoutes } from './compiled-route.ts';
import { readTemplateFile, templateFolder } from './template-store.ts';

/** A built-in template's HTML: Liquid in a page that mail programs show, made of its MJML. */
export interface CompiledTemplate {
  /** Below `templates/`. */
  readonly path: string;
  readonly html: string;
}

const read = (path: string): string => readFileSync(new URL(path, templateFolder), 'utf8');

/**
 * Compiles every built-in template. MJML is a tool of development alone: what it makes is checked
 * in, and a test says when it is out of date.
 * @throws with the file's name when MJML finds fault with it
 */
export async function compileTemplates(): Promise<CompiledTemplate[]> {
  const layout = read('layout.mjml');
  const compiled: CompiledTemplate[] = [];
  for (const locale of builtInLocales) {
    const orderLines = read(`${locale}/order-lines.part`);
    const unsubscribe = read(`${locale}/unsubscribe.part`).trim();
    const withdrawal = read(`${locale}/withdrawal.part`).trim();
    const route = read(`${locale}/route.part`);
    for (const name of templateNames) {
      const path = `${locale}/${name}`;
      const { subject, preview, heading, mjml, text } = readTemplateFile(
        read(`${path}.template`),
        path,
      );
      const page = layout
        .replace('<!-- locale -->', locale)
        .replace('<!-- subject -->', () => subject)
        .replace('<!-- preview -->', () => preview)
        .replace('<!-- heading -->', () => heading)
        .replace('<!-- unsubscribe -->', () =>
          templateDefinitions[name].purpose === 'transactional' ? '' : unsubscribe,
        )
        .replace('<!-- withdrawal -->', () =>
          text.includes('{{ withdrawalLink }}') ? withdrawal : '',
        )
        .replace('<!-- content -->', () =>
          withRoutes(mjml, route).replace('<!-- order-lines -->', () => orderLines),
        );
      compiled.push({ path: `${path}.compiled.html`, html: await compilePage(page, path) });
    }
  }
  return compiled;
}

async function compilePage(page: string, path: string): Promise<string> {
  const { html, errors } = await mjml2html(page, { fonts: {}, validationLevel: 'strict' });
  if (errors.length > 0) {
    throw new Error(`${path}: ${errors.map((error) => error.formattedMessage).join('; ')}`);
  }
  // MJML indents; every mail would carry the spaces.
  const dense = html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll(/>\n</g, '><');
  return `${asLooks(withoutUnusedRules(dense))}\n`;
}

/**
 * MJML takes no Liquid where colours and sides stand: what the layout says there, which is what is built
 * in, becomes the channel's own, and the side where a line of the language begins.
 */
const looks: readonly (readonly [from: RegExp, to: string])[] = [
  [/#0b5d53/g, '{{ look.action }}'],
  [/#62c5b2/g, '{{ look.actionDark }}'],
  [/#05201c/g, '{{ look.onActionDark }}'],
  [/#1a4f83/g, '{{ look.link }}'],
  [/#8fbff0/g, '{{ look.linkDark }}'],
  [/#9c3217/g, '{{ look.sale }}'],
  [/#f0946f/g, '{{ look.saleDark }}'],
  [/(align="|text-align:)left/g, '$1{{ look.start }}'],
  [/(align="|text-align:)right/g, '$1{{ look.end }}'],
  [/direction:ltr/g, 'direction:{{ look.direction }}'],
  [/ lang="[a-z]+"/g, ' lang="{{ look.language }}"'],
  // The title says it, and each time it is said costs.
  [/\n?aria-label="[^"]*" aria-roledescription="email" role="article"/g, ''],
  [/ dir="auto"/g, ' dir="{{ look.direction }}"'],
];

/** Rules for what a mail does not have would go along with every one of it. */
function withoutUnusedRules(html: string): string {
  const unused = ['route', 'order'].filter((name) => !html.includes(`class="${name}"`));
  return html
    .split('\n')
    .filter((line) => !unused.some((name) => line.endsWith('}') && line.includes(`.${name} `)))
    .join('\n');
}

function asLooks(html: string): string {
  return looks.reduce((text, [from, to]) => text.replaceAll(from, to), html);
}

if (import.meta.main) {
  for (const { path, html } of await compileTemplates()) {
    await writeFile(new URL(path, templateFolder), html);
  }
}
