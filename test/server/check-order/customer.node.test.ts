import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {assertAccepted, fieldsOf, orderWith} from './orders.js';

const letters = (count: number) => 'å'.repeat(count);

describe('an address', () => {
  for (const owner of ['billing_address', 'shipping_address']) {
    const order = (address: unknown) => orderWith({[owner]: address});

    it(`as ${owner} keeps to the lengths of the OpenAPI document`, () => {
      for (const [member, max] of Object.entries({
        given_name: 99,
        family_name: 99,
        organization_name: 99,
        attention: 99,
        title: 20,
        street_address: 99,
        street_address2: 99,
        postal_code: 10,
        city: 99,
        region: 99,
      })) {
        assertAccepted(order({[member]: letters(max)}));
        for (const value of [letters(max + 1), 7]) {
          assert.deepEqual(fieldsOf(order({[member]: value})), [
            `${owner}.${member}`,
          ]);
        }
      }
      assert.deepEqual(fieldsOf(order('Street 1')), [owner]);
    });

    it(`as ${owner} has an e-mail address that is one`, () => {
      assertAccepted(order({email: 'customer+denied@email.se'}));
      for (const email of [
        'customer',
        'customer@',
        '@email.se',
        'cus tomer@email.se',
        'a@b@email.se',
        `${letters(95)}@a.se`,
        7,
      ]) {
        assert.deepEqual(fieldsOf(order({email})), [`${owner}.email`]);
      }
    });

    it(`as ${owner} has a phone without letters, of 5 digits or more`, () => {
      for (const phone of ['12345678', '+46 (0)70-174 06 15', '12345']) {
        assertAccepted(order({phone}));
      }
      for (const phone of ['1234', '070 CALL 12345', 'åäö12345', 46701740615]) {
        assert.deepEqual(fieldsOf(order({phone})), [`${owner}.phone`]);
      }
    });

    it(`as ${owner} has a country of two letters`, () => {
      assertAccepted(order({country: 'se'}));
      for (const country of ['SWE', 'S', 46]) {
        assert.deepEqual(fieldsOf(order({country})), [`${owner}.country`]);
      }
    });
  }

  it('is not refused for certain for the form of its e-mail address alone', () => {
    const certain = (address: unknown) =>
      checkOrder(orderWith({billing_address: address})).map(
        (problem) => problem.certain,
      );
    assert.deepEqual(certain({email: 'ada'}), [false]);
    assert.deepEqual(certain({email: `${letters(95)}@a.se`}), [true]);
    assert.deepEqual(certain({email: 7, phone: '1234'}), [true, true]);
    assert.deepEqual(certain({postal_code: letters(11)}), [true]);
  });

  it('never shows what the customer entered', () => {
    const secrets = {
      billing_address: {
        phone: 'call Alice',
        email: 'alice(at)shop',
        postal_code: '11148 Stockholm',
        city: 7_654_321,
      },
      customer: {date_of_birth: '3 April 1941', last_four_ssn: '12345'},
    };
    const text = JSON.stringify(checkOrder(orderWith(secrets)));
    assert.equal(checkOrder(orderWith(secrets)).length, 6);
    assert.doesNotMatch(text, /lice|Stockholm|7654321|April|12345/);
  });
});

describe('a customer', () => {
  it('keeps to the patterns of the OpenAPI document', () => {
    for (const [member, right, wrong] of [
      ['date_of_birth', '1941-03-21', '21-03-1941'],
      ['date_of_birth', '1980-02-29', '1981-02-29'],
      ['date_of_birth', '2000-02-29', '1900-02-29'],
      ['date_of_birth', '1978-02-28', '1978-02-30'],
      ['date_of_birth', '1978-04-30', '1978-04-31'],
      ['date_of_birth', '1978-12-31', '1978-13-01'],
      ['last_four_ssn', '1234', '12345'],
      ['last_four_ssn', '123456789', '12 34'],
      ['type', 'organization', 'company'],
      ['type', 'Person', 'robot'],
      ['organization_entity_type', 'limited_company', 'LTD'],
      ['national_identification_number', '194103219202', 194103219202],
      ['vat_id', 'SE556036079301', {}],
      ['gender', 'female', 1],
    ] as const) {
      const order = (value: unknown) =>
        orderWith({customer: {[member]: value}});
      assertAccepted(order(right));
      assert.deepEqual(fieldsOf(order(wrong)), [`customer.${member}`]);
    }
  });
});
