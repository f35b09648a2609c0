import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import mjml2html from 'mjml';
import { builtInLocales, templateDefinitions, templateNames } from './template-definitions.ts';
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
    for (const name of templateNames) {
      const path = `${locale}/${name}`;
      const { subject, preview, mjml, text } = readTemplateFile(read(`${path}.template`), path);
      const page = layout
        .replace('<!-- locale -->', locale)
        .replace('<!-- subject -->', () => subject)
        .replace('<!-- preview -->', () => preview)
        .replace('<!-- unsubscribe -->', () =>
          templateDefinitions[name].purpose === 'transactional' ? '' : unsubscribe,
        )
        .replace('<!-- withdrawal -->', () =>
          text.includes('{{ withdrawalLink }}') ? withdrawal : '',
        )
        .replace('<!-- content -->', () => mjml.replace('<!-- order-lines -->', () => orderLines));
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
  return `${html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll(/>\n</g, '><')}\n`;
}

if (import.meta.main) {
  for (const { path, html } of await compileTemplates()) {
    await writeFile(new URL(path, templateFolder), html);
  }
}
