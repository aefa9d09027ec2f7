import {describe, it} from 'node:test';

import {assertAccepted, orderWith} from './orders.js';

describe('what Klarna is recorded to accept', () => {
  it('is null for everything optional', () => {
    assertAccepted(
      orderWith(
        {
          locale: null,
          order_tax_amount: null,
          intent: null,
          acquiring_channel: null,
          billing_address: null,
          shipping_address: {phone: null, email: null, country: null},
          customer: {date_of_birth: null, type: null},
          merchant_reference1: null,
          merchant_data: null,
          merchant_urls: {authorization: null, confirmation: null},
          options: {color_text: null},
          attachment: null,
          custom_payment_method_ids: null,
          design: null,
        },
        {
          type: null,
          reference: null,
          tax_rate: null,
          total_discount_amount: null,
          product_identifiers: {brand: null},
          subscription: null,
        },
      ),
    );
  });

  it('is an empty text for what is optional', () => {
    assertAccepted(
      orderWith(
        {
          locale: '',
          intent: '',
          merchant_reference1: '',
          merchant_urls: {authorization: '', confirmation: ''},
          options: {color_text: ''},
          billing_address: {
            street_address2: '',
            phone: '',
            email: '',
            country: '',
            postal_code: '',
          },
          customer: {date_of_birth: '', type: '', last_four_ssn: ''},
        },
        {reference: '', image_url: '', product_identifiers: {brand: ''}},
      ),
    );
  });

  it('is what only Klarna sets, and what nobody knows', () => {
    assertAccepted(
      orderWith(
        {
          client_token: 'token',
          authorization_token: 7,
          expires_at: 'soon',
          status: 'incomplete',
          payment_method_categories: {},
          step_up_id: 'x',
        },
        {colour: 'blue'},
      ),
    );
  });

  it('is a fixed word in either case', () => {
    assertAccepted(
      orderWith({
        intent: 'BUY',
        acquiring_channel: 'ecommerce',
        customer: {type: 'PERSON'},
      }),
    );
  });

  it('is an address that does not suit its country', () => {
    assertAccepted(
      orderWith({
        billing_address: {
          country: 'SE',
          phone: '+48795222223',
          region: 'DC',
          postal_code: '20500',
        },
        shipping_address: {country: 'US', street_address2: ''},
      }),
    );
  });
});
