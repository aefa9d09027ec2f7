import {createKlarnaV2PaymentStrategy} from '@bigcommerce/checkout-sdk/integrations/klarna';

/**
 * BigCommerce's strategy for Klarna with the smallest store it can work with:
 * what its shop has to fetch besides is there at once, which is in its favour.
 */
const address = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  address1: 'Sveavägen 1',
  address2: '',
  city: 'Stockholm',
  countryCode: 'SE',
  postalCode: '111 34',
  stateOrProvince: '',
  email: 'ada@shop.example',
  phone: '',
};
const methodId = 'pay_later';
const gatewayId = 'klarna';
let outstandingBalance = 500;
const subscribers = new Set();

const state = {
  getHost: () => '',
  getCartOrThrow: () => ({id: 'cart'}),
  getCheckout: () => ({outstandingBalance, coupons: []}),
  getPaymentMethodOrThrow: () => ({
    clientToken: window.clientToken,
    initializationData: {klarnaMultipleRadioButton: true},
  }),
  isPaymentMethodInitialized: () => true,
  getBillingAddressOrThrow: () => address,
  getShippingAddress: () => address,
  getStoreConfigOrThrow: () => ({checkoutSettings: {features: {}}}),
};

const strategy = createKlarnaV2PaymentStrategy({
  getState: () => state,
  subscribe(subscriber) {
    subscribers.add(subscriber);
    return () => subscribers.delete(subscriber);
  },
  loadCheckout: async () => state,
  loadPaymentMethod: async () => state,
  initializePayment: async () => state,
  submitOrder: async () => state,
});

window.pay = () =>
  strategy.execute({payment: {methodId, gatewayId}}).catch(() => {});

window.changeCart = () => {
  outstandingBalance++;
  for (const subscriber of subscribers) subscriber(state);
};

await strategy.initialize({
  methodId,
  gatewayId,
  klarnav2: {container: '#widget'},
});
