import {cli} from '@custom-elements-manifest/analyzer/cli.js';

/** What a page of the documentation reads in the custom elements manifest. */
export interface ManifestItem {
  name: string;
  kind?: string;
  description?: string;
  default?: string;
  attribute?: string;
  reflects?: boolean;
  readonly?: boolean;
  static?: boolean;
  type?: {text: string};
  parsedType?: {text: string};
  return?: {type: {text: string}};
  parameters?: ManifestItem[];
  optional?: boolean;
}

/** The element as the manifest has it. */
export interface ManifestElement {
  name: string;
  tagName: string;
  description: string;
  attributes: ManifestItem[];
  members: ManifestItem[];
  events: ManifestItem[];
  slots: ManifestItem[];
  cssParts: ManifestItem[];
  cssProperties: ManifestItem[];
  cssStates: ManifestItem[];
}

/** From the sources as they are: nothing has to be built for it. */
export async function readElement(): Promise<ManifestElement> {
  const {modules} = await cli({
    argv: ['analyze', '--config', 'scripts/manifest.config.mjs', '--quiet'],
    noWrite: true,
  });
  const element = modules
    .flatMap(({declarations = []}) => declarations)
    .find(({tagName}) => tagName);
  if (!element) throw new Error('The manifest has no element.');
  return element as ManifestElement;
}
