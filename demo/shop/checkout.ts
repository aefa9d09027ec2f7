import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';
import {byId} from './dom.js';
import {shopServer} from './shop-server.js';
import type {Texts} from './texts.js';

type KlarnaElement = HTMLElementTagNameMap['klarna-payments'];

/**
 * Places the order. The element stops the submit until Klarna has approved, so
 * a submit that arrives here carries a token.
 */
export function setUpCheckout(
  form: HTMLFormElement,
  klarna: KlarnaElement,
  texts: () => Texts,
): void {
  const notice = byId('notice');
  const button = byId<HTMLButtonElement>('place-order');
  let placing = false;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void place();
  });

  async function place(): Promise<void> {
    const fields = new FormData(form);
    const token = fields.get('klarna_authorization_token');
    const details = fields.get('klarna_customer_details');
    if (placing || typeof token !== 'string' || typeof details !== 'string') {
      return;
    }

    placing = true;
    say(texts().placing);
    try {
      const customer = JSON.parse(details) as KlarnaAuthorizeData;
      const answer = await shopServer.placeOrder(token, customer);
      if (answer === 'changed') {
        say(texts().changed);
        return await klarna.refresh();
      }
      // Klarna's page sends the shopper back to the confirmation.
      if (answer.redirectUrl) location.assign(answer.redirectUrl);
      else location.reload();
    } catch {
      say(texts().failed);
    } finally {
      placing = false;
    }
  }

  klarna.addEventListener('klarna-rejected', ({detail}) => {
    say(texts()[detail.outcome]);
  });
  klarna.addEventListener('klarna-authorize', () => say(''));
  klarna.addEventListener('klarna-status', ({detail}) => {
    const busy = detail.status === 'authorizing';
    button.ariaDisabled = String(busy);
    button.classList.toggle('busy', busy);
  });

  const elsewhere = byId<HTMLInputElement>('elsewhere');
  const shipping = byId<HTMLFieldSetElement>('shipping');
  elsewhere.addEventListener('change', () => {
    shipping.hidden = shipping.disabled = !elsewhere.checked;
  });

  showMessagesBesideFields(form);

  function say(text: string): void {
    notice.textContent = text;
  }
}

/**
 * The browser shows one message and only for a while: each field keeps its own
 * below it until it is edited.
 */
function showMessagesBesideFields(form: HTMLFormElement): void {
  form.addEventListener(
    'invalid',
    ({target}) => {
      if (!isField(target)) return;
      const message = messageOf(target);
      message.textContent = target.validationMessage;
      target.ariaInvalid = 'true';
      target.setAttribute('aria-describedby', message.id);
    },
    {capture: true},
  );
  form.addEventListener('input', ({target}) => {
    if (!isField(target) || target.ariaInvalid !== 'true') return;
    messageOf(target).remove();
    target.ariaInvalid = null;
    target.removeAttribute('aria-describedby');
  });
}

function messageOf(field: HTMLElement): HTMLElement {
  const id = `${field.id}-message`;
  const present = document.getElementById(id);
  if (present) return present;
  const message = document.createElement('p');
  message.id = id;
  message.className = 'message';
  field.after(message);
  return message;
}

function isField(
  target: EventTarget | null,
): target is HTMLInputElement | HTMLSelectElement {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement
  );
}
