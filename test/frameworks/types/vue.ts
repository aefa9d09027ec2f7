import type {GlobalComponents} from 'vue';
import type {} from '../../../src/frameworks/vue.js';

/** A template's tag, as Vue's tools check it. */
type Props = InstanceType<GlobalComponents['klarna-payments']>['$props'];

const isMultiStep = Math.random() > 0.5;

export const right: Props = {
  class: 'pay',
  key: 1,
  endpoint: '/klarna/session',
  'client-token': '…',
  clientToken: '…',
  'manual-finalize': isMultiStep || undefined,
  manualFinalize: true,
  disabled: '',
  customerDetails: () => ({}),
  categories: null,
  onKlarnaAuthorized: ({detail}) => detail.authorizationToken.length,
};

export const wrong: Props[] = [
  // @ts-expect-error -- written as a word, which switches on
  {'manual-finalize': false},
  // @ts-expect-error -- so Vue's tools see `:manual-finalize="false"`
  {manualFinalize: false},
  // @ts-expect-error -- a word switches on, whatever it says
  {'manual-finalize': 'false'},
  // @ts-expect-error -- the sibling
  {withoutFormDetails: false},
  // @ts-expect-error -- written as a word before the element is defined
  {disabled: false},
  // @ts-expect-error -- read-only
  {status: 'ready'},
  // @ts-expect-error -- none of the two words
  {loading: 'later'},
];
