import type { Rule } from './rule.ts';

interface Locked {
  readonly packages: Readonly<Record<string, { integrity?: string; link?: boolean }>>;
}

/** The root and its workspaces are the repository's own, and nobody hands them out. */
const isInstalled = (path: string): boolean => /(^|\/)node_modules\//.test(path);

/** A package without a checksum is whatever the registry hands out on the day of the installation. */
export const lockedChecksums: Rule = {
  name: 'package-lock.json holds a checksum of every package',
  check: ({ path, text }) => {
    if (!/(^|\/)package-lock\.json$/.test(path)) return [];
    const { packages } = JSON.parse(text) as Locked;
    return Object.entries(packages)
      .filter(
        ([name, { integrity = '', link }]) =>
          isInstalled(name) && !link && !integrity.startsWith('sha512-'),
      )
      .map(([name]) => ({
        path,
        line: text.slice(0, text.indexOf(`"${name}"`)).split('\n').length,
        message: `${name} has no integrity: take its entry out and run npm install --package-lock-only`,
      }));
  },
  refused: [
    { path: 'package-lock.json', text: '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' },
    {
      path: 'package-lock.json',
      text: '{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha1-x"}}}',
    },
    {
      path: 'package-lock.json',
      text: '{"packages":{"packages/sdk/node_modules/a":{"version":"1.0.0"}}}',
    },
  ],
  accepted: [
    {
      path: 'package-lock.json',
      text: '{"packages":{"":{"name":"k"},"apps/a":{"version":"1.0.0"},"node_modules/k":{"link":true},"node_modules/a":{"integrity":"sha512-x"}}}',
    },
  ],
};
