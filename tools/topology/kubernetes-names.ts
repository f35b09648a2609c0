export interface KubernetesOptions {
  readonly image: string;
  readonly namespace: string;
  /** One deployment a group instead of one a service. */
  readonly grouped: boolean;
  /** The shop's name in the world; with it there is an Ingress. */
  readonly host?: string | undefined;
}

export const settingsName = 'kontor-settings';
export const accountName = 'kontor';

/** Name and labels of what belongs to one unit, or to the shop. */
export function metadataOf({ namespace: name }: KubernetesOptions, own: string, unit?: string) {
  return { name: own, namespace: name, labels: labelsOf(unit) };
}

export function labelsOf(unit?: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'kontor',
    ...(unit === undefined ? {} : { 'app.kubernetes.io/component': unit }),
  };
}
