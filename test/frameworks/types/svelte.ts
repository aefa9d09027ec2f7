import type {SvelteHTMLElements} from 'svelte/elements';
import type {} from '../../../src/frameworks/svelte.js';

type Props = SvelteHTMLElements['klarna-payments'];

const isMultiStep = Math.random() > 0.5;

export const right: Props = {
  class: 'pay',
  endpoint: '/klarna/session',
  'client-token': '…',
  'manual-finalize': isMultiStep || undefined,
  disabled: true,
  manualFinalize: isMultiStep,
  customerDetails: () => ({}),
  categories: null,
  'onklarna-authorized': ({detail}) => detail.authorizationToken.length,
  'on:klarna-load': ({detail}) => detail.showForm,
};

export const wrong: Props[] = [
  // @ts-expect-error -- written as a word, which switches on
  {'manual-finalize': false},
  // @ts-expect-error -- a word switches on, whatever it says
  {'manual-finalize': 'false'},
  // @ts-expect-error -- the sibling
  {'without-form-details': false},
  // @ts-expect-error -- written as a word before the element is defined
  {disabled: false},
  // @ts-expect-error -- a word switches on, whatever it says
  {disabled: 'false'},
  // @ts-expect-error -- read-only
  {status: 'ready'},
  // @ts-expect-error -- none of the two words
  {loading: 'later'},
];
