/** The logo in the colour of copper roofs, lighter where the browser is dark. */
export const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="2"><style>path{stroke:#0b5d53}@media(prefers-color-scheme:dark){path{stroke:#62c5b2}}</style><path d="M12 22V2.6L4.6 12.5H20M7 18h10"/></svg>';
