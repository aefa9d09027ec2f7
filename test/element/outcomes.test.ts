import {expect} from '@open-wc/testing';
import {
  faultOf,
  namesOf,
  readyElement,
  recordEvents,
  settled,
  tabNames,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

/**
 * Every answer that Klarna's authorize can give: approved, show_form, an
 * error, finalize_required and an authorization_token, each `y` or `n`, and
 * the outcome.
 */
const cells = `
  approved show_form error finalize token  outcome
  y        y         y     y        y      finalize-required
  y        y         y     y        n      finalize-required
  y        y         y     n        y      authorized
  y        y         y     n        n      fault
  y        y         n     y        y      finalize-required
  y        y         n     y        n      finalize-required
  y        y         n     n        y      authorized
  y        y         n     n        n      fault
  y        n         y     y        y      finalize-required
  y        n         y     y        n      finalize-required
  y        n         y     n        y      authorized
  y        n         y     n        n      fault
  y        n         n     y        y      finalize-required
  y        n         n     y        n      finalize-required
  y        n         n     n        y      authorized
  y        n         n     n        n      fault
  n        y         y     y        y      finalize-required
  n        y         y     y        n      finalize-required
  n        y         y     n        y      correctable
  n        y         y     n        n      correctable
  n        y         n     y        y      finalize-required
  n        y         n     y        n      finalize-required
  n        y         n     n        y      cancelled
  n        y         n     n        n      cancelled
  n        n         y     y        y      finalize-required
  n        n         y     y        n      finalize-required
  n        n         y     n        y      correctable
  n        n         y     n        n      correctable
  n        n         n     y        y      finalize-required
  n        n         n     y        n      finalize-required
  n        n         n     n        y      declined
  n        n         n     n        n      declined
`
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/));

const invalidFields = ['billing_address.postal_code'];

/** What the page sees of an outcome: the event, the status, the tabs. */
const consequences: Record<string, [string, string, number]> = {
  authorized: ['authorized', 'authorized', 3],
  'finalize-required': ['finalize-required', 'ready', 3],
  correctable: ['rejected', 'ready', 3],
  cancelled: ['rejected', 'ready', 3],
  declined: ['rejected', 'loading', 2],
  fault: ['error', 'error', 3],
};

describe('an answer of Klarna', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
    describe(`to ${method}`, () => {
      for (const cell of cells) {
        const [approved, form, error, finalize, token, outcome = ''] = cell.map(
          (it) => (it === 'y' ? true : it === 'n' ? false : it),
        );
        const answer = {
          approved,
          show_form: form,
          ...(error && {error: {invalid_fields: invalidFields}}),
          ...(finalize && {finalize_required: true}),
          ...(token && {authorization_token: 'token-1'}),
        };
        it(`${JSON.stringify(answer)} is ${String(outcome)}`, async () => {
          const element = await readyElement();
          const events = recordEvents(element);
          klarna.next(method, {answer});
          const details = {billing_address: {given_name: 'Ada'}};
          const asked = element[method](details);
          const [event, status, tabs] = consequences[String(outcome)]!;
          if (outcome === 'fault') {
            const fault = await faultOf(asked);
            expect(fault.code).to.equal('authorize-failed');
            expect(element.error).to.equal(fault);
            expect(element.authorizationToken).to.equal(null);
          } else {
            expect(await asked).to.deep.equal({
              category: 'pay_later',
              customerDetails: details,
              outcome,
              ...(outcome === 'authorized' && {authorizationToken: 'token-1'}),
              ...(outcome === 'correctable' && {invalidFields}),
            });
            expect(element.authorizationToken).to.equal(
              outcome === 'authorized' ? 'token-1' : null,
            );
          }
          await element.updateComplete;
          expect(namesOf(events)).to.include(event);
          expect(namesOf(events)).not.to.include.oneOf(
            ['authorized', 'finalize-required', 'rejected', 'error'].filter(
              (other) => other !== event,
            ),
          );
          // After the other two the widget is on its way back.
          if (method === 'authorize') expect(element.status).to.equal(status);
          expect(tabNames(element)).to.have.length(tabs);
        });
      }
    });
  }

  it('may lack show_form when it approves', async () => {
    const element = await readyElement();
    klarna.next('authorize', {
      answer: {approved: true, authorization_token: 'token-1'},
    });
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('is a decline without show_form when it does not approve', async () => {
    const element = await readyElement();
    klarna.next('authorize', {answer: {approved: false}});
    expect((await element.authorize()).outcome).to.equal('declined');
  });

  for (const answer of [{}, {show_form: false}, {approved: 'no'}, null, 'x']) {
    it(`is a fault and no decline if it is ${JSON.stringify(answer)}`, async () => {
      const element = await readyElement();
      klarna.next('authorize', {answer});
      const fault = await faultOf(element.authorize());
      expect(fault.code).to.equal('authorize-failed');
      await settled();
      expect(tabNames(element)).to.have.length(3);
    });
  }

  for (const token of [42, true, {}, ['token'], '', null]) {
    for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
      it(`to ${method} is a fault if it approves with the token ${JSON.stringify(token)}`, async () => {
        const element = await readyElement();
        if (method !== 'authorize') {
          klarna.next('authorize', {
            answer: {approved: true, finalize_required: true},
          });
          await element.authorize();
        }
        const names = recordEvents(element);
        klarna.next(method, {
          answer: {approved: true, authorization_token: token},
        });
        const fault = await faultOf(element[method]());
        expect(fault.code).to.equal('authorize-failed');
        expect(element.authorizationToken).to.equal(null);
        expect(namesOf(names)).not.to.include('klarna-authorized');
        expect(namesOf(names)).not.to.include('klarna-rejected');
      });
    }
  }

  for (const error of [
    {},
    {invalid_fields: 'billing_address'},
    {invalid_fields: [1]},
  ]) {
    it(`names no fields if its error is ${JSON.stringify(error)}`, async () => {
      const element = await readyElement();
      klarna.next('authorize', {
        answer: {approved: false, show_form: true, error},
      });
      expect(await element.authorize()).to.include({outcome: 'cancelled'});
      klarna.next('authorize', {
        answer: {approved: false, show_form: false, error},
      });
      expect(await element.authorize()).to.include({outcome: 'declined'});
    });
  }

  it('counts once if it comes twice', async () => {
    const element = await readyElement();
    const events = recordEvents(element);
    klarna.next('authorize', {
      answer: {approved: true, authorization_token: 'token-1'},
      again: {approved: false, show_form: false},
    });
    expect((await element.authorize()).outcome).to.equal('authorized');
    await settled();
    expect(namesOf(events).filter((it) => it === 'rejected')).to.deep.equal([]);
    expect(element.authorizationToken).to.equal('token-1');
  });

  it('counts if it comes at once', async () => {
    const element = await readyElement();
    klarna.next('authorize', {
      answer: {approved: true, authorization_token: 'token-1'},
      sync: true,
    });
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  describe('has in its event', () => {
    const details = {customer: {date_of_birth: '1815-12-10'}};

    for (const [outcome, answer] of Object.entries({
      correctable: {
        approved: false,
        show_form: true,
        error: {invalid_fields: invalidFields},
      },
      cancelled: {approved: false, show_form: true},
      declined: {approved: false, show_form: false},
    })) {
      it(`what klarna-rejected tells of ${outcome}`, async () => {
        const element = await readyElement();
        const events = recordEvents(element);
        klarna.next('authorize', {answer});
        await element.authorize(details);
        const {detail} = events.find(({type}) => type === 'klarna-rejected')!;
        expect(detail).to.deep.equal({
          outcome,
          category: 'pay_later',
          invalidFields: outcome === 'correctable' ? invalidFields : [],
          customerDetails: details,
        });
      });
    }

    for (const via of ['authorize', 'reauthorize', 'finalize'] as const) {
      it(`what klarna-authorized tells via ${via}`, async () => {
        const element = await readyElement();
        const events = recordEvents(element);
        await element[via](details);
        const {detail} = events.find(({type}) => type === 'klarna-authorized')!;
        expect(detail).to.deep.equal({
          category: 'pay_later',
          authorizationToken: 'authorized-s1',
          customerDetails: details,
          via,
        });
      });
    }

    it('what klarna-finalize-required tells', async () => {
      const element = await readyElement({manualFinalize: true});
      const events = recordEvents(element);
      await element.authorize(details);
      const {detail} = events.find(
        ({type}) => type === 'klarna-finalize-required',
      )!;
      expect(detail).to.deep.equal({
        category: 'pay_later',
        customerDetails: details,
      });
    });
  });
});
