import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ada, openKlarna, orderWith, type Data} from '../klarna.js';

const declined = {approved: false, show_form: false};
const closed = {approved: false, show_form: true};

/** Klarna’s test numbers: country, approved, declined. */
const testPhones = [
  ['AT', '+4306762600456', '+4306762600745'],
  ['AU', '+61473752244', '+61473763254'],
  ['BE', '+32485121291', '+32485212123'],
  ['CA', '+15197438620', '+15197308624'],
  ['CH', '+41758680000', '+41758680001'],
  ['CZ', '+420771613715', '+420771623691'],
  ['DE', '+49017614284340', '+49017610927312'],
  ['DK', '+4542555628', '+4552555348'],
  ['ES', '+34672563009', '+34682425101'],
  ['FI', '+358401234567', '+358401234568'],
  ['FR', '+33689854321', '+33687984322'],
  ['GB', '+447755564318', '+447355505530'],
  ['GR', '+306945553624', '+306945553625'],
  ['HU', '+36300102692', '+36705553575'],
  ['IE', '+353855351400', '+353855351401'],
  ['IT', '+393339741231', '+393312232389'],
  ['MX', '+525593747739', '+525593747740'],
  ['NL', '+31689124321', '+31632167678'],
  ['NO', '+4740123456', '+4740123457'],
  ['NZ', '+6427555290', '+642993007712'],
  ['PL', '+48795222223', '+48795223325'],
  ['PT', '+351935556731', '+351915593837'],
  ['RO', '+40741209876', '+40707127444'],
  ['SE', '+46701740615', '+46701740620'],
  ['SK', '+421905123456', '+421905123457'],
  ['US', '+13106683312', '+13106354386'],
] as const;

describe('what the shopper answers', () => {
  it('is approval, with a token, if nobody says otherwise', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    const answer = await sandbox.authorize(clientToken, {billing_address: ada});
    assert.equal(answer.approved, true);
    assert.equal(answer.show_form, true);
    assert.equal(answer.finalize_required, false);
    assert.match(String(answer.authorization_token), /^[0-9a-f-]{36}$/);
  });

  it('is what was queued, in turn', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    sandbox.answer('decline', 'close');
    sandbox.answer('correct');

    assert.deepEqual(await sandbox.authorize(clientToken), declined);
    assert.deepEqual(await sandbox.authorize(clientToken), closed);
    assert.deepEqual(
      await sandbox.authorize(clientToken, {billing_address: ada}),
      {
        approved: false,
        show_form: true,
        error: {
          invalid_fields: [
            'billing_address.postal_code',
            'billing_address.phone',
          ],
        },
      },
    );
    assert.equal((await sandbox.authorize(clientToken)).approved, true);
  });

  it('is what was queued rather than what a test customer does', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    sandbox.answer('approve');
    const details = withEmail('customer+denied@email.se');
    assert.equal(
      (await sandbox.authorize(clientToken, details)).approved,
      true,
    );
  });

  it('is what a test customer does rather than the option', async () => {
    const {session, sandbox} = openKlarna({answer: 'decline'});
    const {clientToken} = await session();
    const known = withEmail('customer@email.se');
    assert.equal((await sandbox.authorize(clientToken, known)).approved, true);
    const other = withEmail('ada@shop.example');
    assert.deepEqual(await sandbox.authorize(clientToken, other), declined);
  });

  it('may depend on the call', async () => {
    const {session, sandbox} = openKlarna({
      answer: ({category}) => (category === 'pay_now' ? 'close' : 'approve'),
    });
    const {clientToken} = await session();
    assert.equal((await sandbox.authorize(clientToken)).approved, true);
    assert.deepEqual(
      await sandbox.authorize(clientToken, {}, {category: 'pay_now'}),
      closed,
    );
  });

  it('is refusal for a token that the sandbox has not issued', async () => {
    const {sandbox} = openKlarna();
    sandbox.answer('approve');
    assert.deepEqual(await sandbox.authorize('e30.e30.e30'), declined);
  });

  it('is refusal for a token that somebody has changed', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    const changed = `${clientToken.slice(0, -4)}AAAA`;
    assert.deepEqual(await sandbox.authorize(changed), declined);
  });
});

describe('a multi-step checkout', () => {
  it('gets its token from finalize', async () => {
    const {session, sandbox, place, read} = openKlarna();
    const {clientToken, id} = await session();
    assert.deepEqual(
      await sandbox.authorize(clientToken, {}, {autoFinalize: false}),
      {approved: true, show_form: true, finalize_required: true},
    );
    assert.ok(!('authorization_token' in (await read(id)).body));

    const {authorization_token: token} = await sandbox.finalize(clientToken);
    assert.equal((await place(String(token))).status, 200);
  });
});

describe('Klarna’s test customers', () => {
  for (const [email, isApproved] of [
    ['customer@email.se', true],
    ['Customer@Email.DE', true],
    ['customer+se@klarna.com', true],
    ['customer+denied@email.uk', false],
    ['customer+se+denied@klarna.com', false],
    ['customer+reject_reason_credit@email.us', false],
    ['customer+red@email.se', false],
  ] as const) {
    it(`${email} is ${isApproved ? 'approved' : 'declined'}`, async () => {
      const {session, sandbox} = openKlarna({
        answer: isApproved ? 'decline' : 'approve',
      });
      const {clientToken} = await session();
      const answer = await sandbox.authorize(clientToken, withEmail(email));
      assert.equal(answer.approved, isApproved);
    });
  }

  /** Whether they are approved where everybody else is not, or the reverse. */
  async function isApproved(details: Data, otherwise: 'approve' | 'decline') {
    const {session, sandbox} = openKlarna({answer: otherwise});
    const {clientToken} = await session();
    return (await sandbox.authorize(clientToken, details)).approved;
  }
  const withPhone = (phone: string) => ({billing_address: {phone}});

  for (const [country, approved, refused] of testPhones) {
    it(`are known by their telephone numbers: ${country}`, async () => {
      assert.equal(await isApproved(withPhone(approved), 'decline'), true);
      assert.equal(await isApproved(withPhone(refused), 'approve'), false);
    });
  }

  it('are known by numbers as libraries write them, too', async () => {
    for (const phone of ['+46 70-174 06 20', '+49 176 10927312']) {
      assert.equal(await isApproved(withPhone(phone), 'approve'), false);
    }
    for (const phone of ['+43 676 2600456', '+49 (0) 17614284340']) {
      assert.equal(await isApproved(withPhone(phone), 'decline'), true);
    }
  });

  it('are known by a number to be approved only without an e-mail address', async () => {
    const [, approved, refused] = testPhones[0];
    const person = (phone: string) => ({
      billing_address: {phone, email: 'ada@shop.example'},
    });
    assert.equal(await isApproved(person(approved), 'decline'), false);
    assert.equal(await isApproved(person(refused), 'approve'), false);
  });

  it('are known by identity numbers that are to be declined', async () => {
    for (const customer of [
      {national_identification_number: '19411028-8083'},
      {national_identification_number: '01087000148'},
      {organization_registration_id: '99999993'},
    ]) {
      assert.equal(await isApproved({customer}, 'approve'), false);
    }
    const alice = {national_identification_number: '194103219202'};
    assert.equal(await isApproved({customer: alice}, 'approve'), true);
  });

  it('with other tags leave the answer open', async () => {
    const email = 'customer+new_user@email.de';
    assert.equal(await isApproved(withEmail(email), 'approve'), true);
    assert.equal(await isApproved(withEmail(email), 'decline'), false);
  });

  it('are known by what the session has already', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session(
      orderWith(withEmail('customer+denied@email.se')),
    );
    assert.deepEqual(await sandbox.authorize(clientToken), declined);
  });

  it('are offered nothing with +red', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    const load = async (email: string) =>
      loaded(sandbox, clientToken, withEmail(email));
    assert.deepEqual(await load('customer+denied@email.se'), {show_form: true});
    assert.deepEqual(await load('customer+red@email.se'), {show_form: false});
  });
});

describe('details at authorize', () => {
  it('are merged into the session, the later ones over the earlier', async () => {
    const {session, read, sandbox} = openKlarna();
    const {id, clientToken} = await session(
      orderWith({billing_address: {city: 'Lund', country: 'SE'}}),
    );
    await sandbox.authorize(clientToken, {billing_address: {city: 'Malmö'}});
    assert.deepEqual((await read(id)).body['billing_address'], {
      city: 'Malmö',
      country: 'SE',
    });
  });

  it('are sent back if Klarna cannot take them', async () => {
    const {session, read, sandbox} = openKlarna();
    const {id, clientToken} = await session();
    const answer = await sandbox.authorize(clientToken, {
      billing_address: {...ada, phone: 'none', postal_code: '12345678901'},
    });
    assert.equal(answer.approved, false);
    assert.equal(answer.show_form, true);
    assert.deepEqual(answer.error?.invalid_fields?.toSorted(), [
      'billing_address.phone',
      'billing_address.postal_code',
    ]);
    assert.ok(!('authorization_token' in (await read(id)).body));
  });

  it('are sent back although approval was queued', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    sandbox.answer('approve');
    const answer = await sandbox.authorize(clientToken, {order_amount: 1});
    assert.deepEqual(answer.error, {invalid_fields: ['order_amount']});
  });

  it('are asked for, if some are required', async () => {
    const {session, sandbox} = openKlarna({
      requiredDetails: ['billing_address.email', 'customer.date_of_birth'],
    });
    const {clientToken} = await session();
    const first = await sandbox.authorize(clientToken, {billing_address: ada});
    assert.deepEqual(first.error, {
      invalid_fields: ['customer.date_of_birth'],
    });
    const second = await sandbox.authorize(clientToken, {
      billing_address: ada,
      customer: {date_of_birth: '1815-12-10'},
    });
    assert.equal(second.approved, true);
  });

  it('are sent back by reauthorize without show_form, as documented', async () => {
    const {session, sandbox} = openKlarna();
    const {clientToken} = await session();
    sandbox.answer('correct', 'close');
    assert.deepEqual(await sandbox.reauthorize(clientToken), {
      approved: false,
      error: {invalid_fields: ['billing_address.postal_code']},
    });
    assert.deepEqual(await sandbox.reauthorize(clientToken), {
      approved: false,
      show_form: true,
    });
  });

  it('cannot reach beyond an order', async () => {
    const {session, read, sandbox} = openKlarna();
    const {id, clientToken} = await session(
      orderWith({billing_address: {country: 'SE'}}),
    );
    const data = JSON.parse(
      '{"status":"complete","intent":"tokenize","billing_address":' +
        '{"__proto__":{"email":"customer+denied@email.se"},"city":"Lund"}}',
    ) as Data;
    assert.equal((await sandbox.authorize(clientToken, data)).approved, true);
    const {body} = await read(id);
    assert.equal(body['status'], 'incomplete');
    assert.equal(body['intent'], 'buy');
  });
});

function withEmail(email: string) {
  return {billing_address: {email}};
}

/** What the widget's frame is told. */
async function loaded(
  sandbox: ReturnType<typeof openKlarna>['sandbox'],
  clientToken: string,
  data: object,
): Promise<unknown> {
  const response = await sandbox.fetch(
    new Request('https://klarna.example/kp/shopper/load', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({from: 'widget', clientToken, data}),
    }),
  );
  return ((await response.json()) as {result: unknown}).result;
}
