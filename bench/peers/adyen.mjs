import {AdyenCheckout, Klarna} from '@adyen/adyen-web';

/**
 * Adyen's component with Klarna's widget. It starts when the shopper clicks,
 * and here as soon as it is mounted, which is in its favour. Its own hosts are
 * the page's, which answer at once.
 */
const here = `${location.origin}/test/`;

const checkout = await AdyenCheckout({
  environment: 'test',
  clientKey: 'test_bench',
  countryCode: 'SE',
  locale: 'en-US',
  amount: {value: 50_000, currency: 'SEK'},
  analytics: {enabled: false},
  _environmentUrls: {
    api: here,
    analytics: here,
    cdn: {images: here, translations: here},
  },
  paymentMethodsResponse: {
    paymentMethods: [{type: 'klarna', name: 'Klarna'}],
  },
  onSubmit: (_state, _component, actions) => void submit(actions),
  onAdditionalDetails: (_state, _component, actions) =>
    actions.resolve({resultCode: 'Authorised'}),
  onError: () => {},
});

const klarna = new Klarna(checkout, {useKlarnaWidget: true}).mount('#widget');

/** It has a button of its own. */
window.payButton = () =>
  document.querySelector('.adyen-checkout__klarna-widget button');

/** Another session is to be had by another submit alone. */
window.changeCart = () => klarna.submit();

klarna.submit();

async function submit(actions) {
  const response = await fetch('/session', {method: 'POST'});
  const {client_token} = await response.json();
  actions.resolve({
    resultCode: 'Pending',
    action: {
      type: 'sdk',
      paymentMethodType: 'klarna',
      paymentData: 'bench',
      sdkData: {client_token, payment_method_category: 'pay_later'},
    },
  });
}
