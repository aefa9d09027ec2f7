import type {ReactiveControllerHost} from 'lit';
import type {KlarnaPaymentsMessages} from './language/messages.js';

/**
 * What a controller may use of the element that it belongs to. Everything else
 * it is given as an argument, or asks the checkout for.
 */
export interface KlarnaHost extends ReactiveControllerHost, HTMLElement {
  /** The form that the element belongs to. */
  readonly form: HTMLFormElement | null;
  /** Name as a form control. */
  readonly name: string;
  /** Whether another payment method is chosen. */
  readonly disabled: boolean;
  /** Whether another payment method is chosen, or the form's part is off. */
  readonly isDisabled: boolean;
  /** Whether the form's fields are left alone. */
  readonly withoutFormDetails: boolean;
  /** Whether an arrow key on the tab list also selects. */
  readonly activation: 'manual' | 'auto';
  /** `lazy` starts when the element comes near the viewport. */
  readonly loading: 'eager' | 'lazy';
  /** Where Klarna's script comes from. */
  readonly sdkUrl: string;
  /** Overrides of the built-in texts. */
  readonly messages: Partial<KlarnaPaymentsMessages>;
}
