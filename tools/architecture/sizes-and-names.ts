import { topology } from '#platform/topology.ts';
import type { Finding, Rule } from './rule.ts';
import type { SourceFile } from './source-file.ts';

const linesOf = (count: number): string => 'const a = 1;\n'.repeat(count);
/** Data that a released version wrote down is no code, though it is SQL; nor is what is generated. */
const isCode = (path: string): boolean =>
  /\.(tsx?|js|sql)$/.test(path) &&
  !/^(journeys\/under-way\/\d|packages\/sdk\/generated\/)/.test(path);

function tooLong(file: SourceFile, limit: number, instead: string): Finding[] {
  const count = file.text.trimEnd().split('\n').length;
  if (count <= limit) return [];
  return [
    {
      path: file.path,
      line: limit + 1,
      message: `${count} lines, ${limit} are allowed: ${instead}`,
    },
  ];
}

export const fileLength: Rule = {
  name: 'a file has at most 400 lines',
  check: (file) =>
    isCode(file.path)
      ? tooLong(file, 400, 'split it by use case, one file named by its verb each')
      : [],
  refused: [{ path: 'platform/events/relay.ts', text: linesOf(401) }],
  accepted: [
    { path: 'platform/events/relay.ts', text: linesOf(400) },
    { path: 'journeys/under-way/0.1.0/split/order.sql', text: linesOf(401) },
    { path: 'packages/sdk/generated/api.d.ts', text: linesOf(401) },
  ],
};

export const contractLength: Rule = {
  name: 'a contract has at most 250 lines',
  check: (file) =>
    /^contracts\/.+\.ts$/.test(file.path) && !file.path.endsWith('.test.ts')
      ? tooLong(
          file,
          250,
          'keep schemas alone, and move shapes that several share to a file of their own',
        )
      : [],
  refused: [{ path: 'contracts/cart/index.ts', text: linesOf(251) }],
  accepted: [{ path: 'contracts/cart/index.ts', text: linesOf(250) }],
};

const vague = /^(utils?|common|helpers?|shared|misc)$/i;

export const speakingNames: Rule = {
  name: 'no file or folder is called utils, common, helpers, shared or misc',
  check: ({ path }) => {
    const found = path.split('/').find((part) => vague.test(part.replace(/(\.[a-z]+)+$/, '')));
    return found
      ? [
          {
            path,
            line: 1,
            message: `"${found}" says nothing: name it by what it does, or put the code where it is used`,
          },
        ]
      : [];
  },
  refused: [
    { path: 'services/cart-and-checkout/shared/money.ts', text: '' },
    { path: 'kernel/utils.ts', text: '' },
    { path: 'platform/helpers.test.ts', text: '' },
  ],
  accepted: [{ path: 'external/shared-secret.ts', text: '' }],
};

/** `services/<group>/<service>/…`; the gateway's group may be the service itself. */
export const serviceFolders: Rule = {
  name: 'a group folder holds only the folders of its services',
  check: ({ path }) => {
    const [top, group = '', service = '', ...rest] = path.split('/');
    if (top !== 'services' || group === 'api-gateway') return [];
    const place = Object.entries(topology).find(([name]) => name === service)?.[1];
    if (place?.group === group && rest.length > 0) return [];
    return [
      {
        path,
        line: 1,
        message:
          'only services/<group>/<service>/ of platform/topology.ts holds files: move it into the service it belongs to',
      },
    ];
  },
  refused: [
    { path: 'services/order-processing/order-rows.ts', text: '' },
    { path: 'services/order-processing/cart/service.ts', text: '' },
    { path: 'services/warehouse/bins/service.ts', text: '' },
  ],
  accepted: [
    { path: 'services/order-processing/order/service.ts', text: '' },
    { path: 'services/api-gateway/service.ts', text: '' },
  ],
};
