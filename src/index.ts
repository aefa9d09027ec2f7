/**
 * Registers the tag `<klarna-payments>`, and exports what `element.js` does.
 */
import {KlarnaPaymentsElement} from './element/klarna-payments.js';

export * from './element.js';

KlarnaPaymentsElement.define();
