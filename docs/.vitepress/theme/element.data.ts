import {readElement, type ManifestElement} from '../api/manifest.js';

/** The element as its manifest has it, when the documentation is made. */
export type Data = Pick<
  ManifestElement,
  'events' | 'cssParts' | 'cssProperties' | 'cssStates'
>;

declare const data: Data;
export {data};

export default {
  watch: ['../../../src/element/*.ts'],
  async load(): Promise<Data> {
    const {events, cssParts, cssProperties, cssStates} = await readElement();
    return {events, cssParts, cssProperties, cssStates};
  },
};
