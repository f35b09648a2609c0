import type { Rule } from './rule.ts';

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];

export const exactVersions: Rule = {
  name: 'package.json pins exact versions',
  check: ({ path, text }) => {
    if (!/(^|\/)package\.json$/.test(path)) return [];
    const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    return kinds
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => !exact.test(version))
      .map(([name, version]) => ({
        path,
        line: text.slice(0, text.indexOf(`"${name}"`)).split('\n').length,
        message: `${name} is "${version}": pin one version, npm install --save-exact ${name}`,
      }));
  },
  refused: [
    { path: 'package.json', text: '{"dependencies":{"pg":"^8.0.0"}}' },
    { path: 'apps/admin/package.json', text: '{"devDependencies":{"pg":"latest"}}' },
  ],
  accepted: [
    { path: 'package.json', text: '{"dependencies":{"pg":"8.23.1","a":"18.4.0-beta.17"}}' },
  ],
};
