const builtIn = { light: '#0b5d53', dark: '#62c5b2' };

/** The logo in the colour of copper roofs or the shop's own, lighter where the browser is dark. */
export function faviconOf({ light, dark } = builtIn): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="2"><style>path{stroke:${light}}@media(prefers-color-scheme:dark){path{stroke:${dark}}}</style><path d="M12 22V2.6L4.6 12.5H20M7 18h10"/></svg>`;
}
