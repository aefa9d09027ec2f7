import {KlarnaPaymentsElement} from './element/klarna-payments.js';

export * from './element.js';

KlarnaPaymentsElement.define();
