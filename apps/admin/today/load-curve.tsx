import { Component, lazy, type ReactNode } from 'react';

/** Read when somebody looks at figures first. */
export const DayCurve = lazy(() => {
  nameLanguage();
  return import('./day-curve.tsx');
});

/**
 * uPlot asks as it is loaded how the browser's language writes numbers. Of a system without one its
 * name is none (`en-US@posix`), and nothing would be drawn.
 */
function nameLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    const value = document.documentElement.lang;
    Object.defineProperty(navigator, 'language', { value, configurable: true });
  }
}

/** Without the drawing there are still the figures and the table. */
export class WithoutCurve extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override state = { hasFailed: false };

  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}
