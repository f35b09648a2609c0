import { importsOf } from './imports.ts';
import type { Rule } from './rule.ts';

/**
 * Modules by which a process reaches something outside of itself. A service has its database, its
 * calls and its external systems from the platform, each with a failpoint before and after; what it
 * awaited beside them no crash test would know of.
 */
const outside =
  /^(node:(fs\/promises|http2?|https|net|tls|dgram|dns|child_process|worker_threads)|undici|pg|pg-boss|nodemailer)(\/|$)/;

/** The gateway speaks HTTP and starts no story. Builders make what is committed, before any shop runs. */
const exempt = [/^services\/api-gateway\//, /^services\/.*\/templates\/compile\.ts$/];

export const awaitsWithFailpoints: Rule = {
  name: 'whatever a story awaits outside its process has a failpoint',
  check: (file) => {
    const { path } = file;
    const isService = /^services\/.*\.ts$/.test(path) && !/(\.test|-for-tests)\.ts$/.test(path);
    if (!isService || exempt.some((pattern) => pattern.test(path))) return [];
    const imports = importsOf(file)
      .filter(({ specifier }) => specifier !== undefined && outside.test(specifier))
      .map(({ specifier, line }) => ({
        path,
        line,
        message: `${specifier} reaches outside without a failpoint: use the service's database, call or external`,
      }));
    const fetches = file.code
      .split('\n')
      .flatMap((text, index) =>
        /(?<![.\w])fetch\(/.test(text)
          ? [{ path, line: index + 1, message: 'fetch has no failpoint: use an external system' }]
          : [],
      );
    return [...imports, ...fetches];
  },
  refused: [
    { path: 'services/a/b/c.ts', text: "import { request } from 'undici';" },
    { path: 'services/a/b/c.ts', text: "import { writeFile } from 'node:fs/promises';" },
    { path: 'services/a/b/c.ts', text: "import pg from 'pg';" },
    { path: 'services/a/b/c.ts', text: 'const reply = await fetch(url);' },
  ],
  accepted: [
    { path: 'services/a/b/c.ts', text: "import { createHash } from 'node:crypto';" },
    { path: 'services/a/b/c.test.ts', text: "import pg from 'pg';" },
    { path: 'services/a/b/c.ts', text: 'await this.prefetch(url); await call.cart.getCart(x);' },
    { path: 'platform/data/database.ts', text: "import pg from 'pg';" },
  ],
};
