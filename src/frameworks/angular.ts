/**
 * The tag in Angular's templates: `import type {} from
 * 'klarna-payments-element/angular'` anywhere in the program, where the element
 * itself is imported later or comes from a CDN.
 *
 * Angular's strict templates take the types of `#klarna` and of `$event` from
 * the DOM's maps of elements and events, which this extends. Of the properties
 * of an element that is not its own it knows nothing (`CUSTOM_ELEMENTS_SCHEMA`):
 * bind `[manualFinalize]`, the property, as `manual-finalize="false"` is an
 * attribute that is there and switches on.
 */
export type {KlarnaPaymentsEventMap} from '../element/events.js';
export type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
