import type {KlarnaErrorName} from '../../../klarna/types.js';

export type Failures = ReturnType<typeof failures>;

/**
 * Errors as Klarna's script throws them: an `Error` that only its `name`
 * tells apart.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function failures() {
  const messages: Record<KlarnaErrorName, string> = {
    InvalidClientTokenError: 'The client token is not a JSON web token.',
    ApplicationNotInitializedError: 'Call Klarna.Payments.init first.',
    ApplicationNotLoadedError:
      'Call Klarna.Payments.load first, for the same widget.',
    InvalidContainerSelectorError: 'No element matches the container selector.',
    PaymentMethodCategoryNotSupportedError:
      'The payment method category is unknown.',
    PaymentMethodCategoryNotProvidedError:
      'A payment method category is required.',
    PreferredPaymentMethodNotSupportedError:
      'The preferred payment method is unknown.',
    OperationNotSupportedError:
      'The operation is not supported in the purchase country.',
    EventNotSupportedError: 'There is no such event.',
    InstanceIDNotProvidedError:
      'Several payment method categories require an instance_id.',
    InvalidInstanceIDError:
      'An instance_id consists of letters, digits, underscores and hyphens.',
  };

  return {
    named(name: KlarnaErrorName): Error {
      const error = new Error(messages[name]);
      error.name = name;
      return error;
    },
  };
}
