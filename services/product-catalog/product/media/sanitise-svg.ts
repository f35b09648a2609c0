import sanitizeHtml from 'sanitize-html';

/** What draws. What runs, fetches, embeds or moves is not among it. */
const drawing = [
  'svg',
  'g',
  'defs',
  'symbol',
  'use',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'textPath',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
  'pattern',
  'marker',
  'filter',
  'feBlend',
  'feColorMatrix',
  'feComponentTransfer',
  'feComposite',
  'feConvolveMatrix',
  'feDiffuseLighting',
  'feDisplacementMap',
  'feDistantLight',
  'feDropShadow',
  'feFlood',
  'feFuncA',
  'feFuncB',
  'feFuncG',
  'feFuncR',
  'feGaussianBlur',
  'feMerge',
  'feMergeNode',
  'feMorphology',
  'feOffset',
  'fePointLight',
  'feSpecularLighting',
  'feSpotLight',
  'feTile',
  'feTurbulence',
];
const neverKept = /^(?:on|data-|style$|class$|src|action|formaction|ping|target)/i;
/** Only parts of the picture itself are pointed to. */
const isOwnPart = /^\s*#[\w.-]+\s*$/;
const outside = /url\s*\(\s*(?!['"]?#[\w.-]+['"]?\s*\))|[\\@]|expression|javascript:|data:/i;

/** Declarations of a `style` that draw, and nothing that could fetch. */
function safeStyle(style: string): string {
  return style
    .split(';')
    .map((one) => one.trim())
    .filter(
      (one) => /^[a-z-]+\s*:/i.test(one) && !outside.test(one) && !/^-?moz-|behavior/i.test(one),
    )
    .join(';');
}

function safeAttributes(given: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'style') {
      const style = safeStyle(value);
      if (style !== '') kept[name] = style;
    } else if (name === 'href' || name === 'xlink:href') {
      if (isOwnPart.test(value)) kept[name] = value.trim();
    } else if (name.startsWith('xmlns')) {
      if (name === 'xmlns' || name === 'xmlns:xlink') kept[name] = value;
    } else if (!neverKept.test(name) && !outside.test(value)) kept[name] = value;
  }
  return kept;
}

const options: sanitizeHtml.IOptions = {
  allowedTags: drawing,
  allowedAttributes: false,
  allowedSchemes: [],
  allowedSchemesAppliedToAttributes: [],
  parseStyleAttributes: false,
  nestingLimit: 100,
  // What is between the tags of anything else goes with it.
  nonTextTags: [
    'script',
    'style',
    'foreignObject',
    'iframe',
    'metadata',
    'textarea',
    'option',
    'noscript',
  ],
  parser: {
    xmlMode: true,
    decodeEntities: true,
    lowerCaseTags: false,
    lowerCaseAttributeNames: false,
  },
  transformTags: {
    '*': (tagName, attribs) => ({ tagName, attribs: safeAttributes(attribs) }),
  },
};

export interface Drawing {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A drawing without anything that runs or fetches, and its size; undefined where nothing is left of it. */
export function sanitiseSvg(bytes: Buffer): Drawing | undefined {
  const text = sanitizeHtml(bytes.toString('utf8').replace(/^\uFEFF/, ''), options).trim();
  const root = /^<svg\b[^>]*>/.exec(text)?.[0];
  if (root === undefined || !/<\/svg>$|\/>$/.test(text)) return undefined;
  const named = root.includes('xmlns="http://www.w3.org/2000/svg"')
    ? text
    : text.replace(/^<svg\b/, '<svg xmlns="http://www.w3.org/2000/svg"');
  const [width, height] = sizeOf(root);
  if (!(width >= 1 && height >= 1 && width <= 16_383 && height <= 16_383)) return undefined;
  return { bytes: Buffer.from(named), width: Math.round(width), height: Math.round(height) };
}

/** In pixels as it is drawn where nobody says another size: CSS has 300 by 150 where nothing does. */
function sizeOf(root: string): [number, number] {
  const box = /\sviewBox="\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"/.exec(root);
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:px)?"`).exec(root)?.[1]);
  const [boxWidth, boxHeight] = box ? [Number(box[1]), Number(box[2])] : [300, 150];
  const [width, height] = [side('width'), side('height')];
  if (width && height) return [width, height];
  if (width) return [width, (width * boxHeight) / boxWidth];
  if (height) return [(height * boxWidth) / boxHeight, height];
  return [boxWidth, boxHeight];
}
