import type {
  FrameCall,
  FrameResult,
  MessageFromFrame,
  MessageToFrame,
} from '../messages.js';
import type {CategoryTexts} from '../texts.js';
import type {MakeElement} from './element.js';
import type {FormatMoney} from './money.js';
import type {AskShopper} from './shopper-client.js';
import type {KlarnaOrder} from '../../../wire/rest-types.js';

export interface WidgetParts {
  askShopper: AskShopper;
  element: MakeElement;
  formatMoney: FormatMoney;
}

/**
 * The page in a widget's frame: shows the payment method and answers the calls
 * of the script on the shop's page.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export function widget(
  config: {texts: Readonly<Record<string, CategoryTexts>>},
  {askShopper, element, formatMoney}: WidgetParts,
): void {
  let shown: string | undefined;
  let shopOrigin = '';
  let lastHeight = 0;
  const amount = element('output', {className: 'amount'});
  const note = element('p', {className: 'note'});

  window.addEventListener('message', (event: MessageEvent<MessageToFrame>) => {
    if (event.source !== window.parent) return;
    const {data: message, origin} = event;
    if (message.type === 'hello') post({type: 'ready'}, origin);
    if (message.type === 'call') {
      shopOrigin = origin;
      void answer(message.call, origin);
    }
  });
  // Whoever embeds the frame may know that it is there.
  post({type: 'ready'}, '*');
  // In a hidden container the height is known only when it is shown.
  new ResizeObserver(() => {
    if (shown) tellHeight();
  }).observe(document.body);

  async function answer(call: FrameCall, origin: string): Promise<void> {
    const {id, scheme = 'light'} = call;
    document.documentElement.dataset['scheme'] = scheme;
    const response = await askShopper('widget', call);
    if (response?.kind === 'silence') return;
    if (response?.kind === 'ask') {
      post({type: 'overlay', id, order: response.order}, origin);
      return;
    }
    const result = response?.result ?? failed(call);
    if (call.method === 'load') {
      show(call, result, response?.order ?? {});
      tellHeight();
    } else {
      post({type: 'overlay', id}, origin);
    }
    post({type: 'answer', id, result}, origin);
  }

  /** Klarna's script cannot tell a fault from a refusal either. */
  function failed(call: FrameCall): FrameResult {
    return call.method === 'load'
      ? {show_form: false}
      : {approved: false, show_form: false};
  }

  /** Keeps what the shopper has chosen, unless another session begins. */
  function show(
    call: FrameCall,
    result: FrameResult,
    order: Partial<KlarnaOrder>,
  ): void {
    const {order_amount, purchase_currency, locale} = order;
    amount.value = formatMoney(order_amount, purchase_currency, locale);
    const fields = result.error?.invalid_fields ?? [];
    note.textContent = fields.length
      ? `Please check: ${fields.join(', ')}`
      : '';
    note.hidden = fields.length === 0;

    const showing = JSON.stringify([
      call.review,
      call.category,
      result.show_form,
    ]);
    if (showing === shown && !call.resetApplication) return;
    shown = showing;
    document.body.replaceChildren(
      element(
        'main',
        {},
        element('p', {className: 'badge'}, 'Sandbox · no money moves'),
        ...(result.show_form ? offer(call) : [refusal()]),
      ),
    );
  }

  function offer(call: FrameCall): Node[] {
    const texts = config.texts[call.category ?? 'klarna'] ?? config.texts[''];
    if (call.review) {
      return [element('p', {className: 'line'}, 'Your order: ', amount)];
    }
    return [
      element('h1', {}, texts?.name ?? ''),
      element('p', {}, texts?.explanation ?? ''),
      element('p', {className: 'line'}, 'To pay: ', amount),
      element(
        'fieldset',
        {},
        element('legend', {}, 'How'),
        ...(texts?.choices ?? []).map((choice, index) =>
          element(
            'label',
            {},
            element('input', {
              type: 'radio',
              name: 'choice',
              value: choice,
              defaultChecked: index === 0,
            }),
            choice,
          ),
        ),
      ),
      note,
    ];
  }

  function refusal(): Node {
    return element('p', {}, 'This payment method is not available.');
  }

  function tellHeight(): void {
    const root = document.documentElement;
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === 0 || height === lastHeight) return;
    lastHeight = height;
    post({type: 'height', height}, shopOrigin);
  }

  function post(message: MessageFromFrame, origin: string): void {
    // A page without an origin of its own (a local file) is called `null`.
    window.parent.postMessage(message, origin === 'null' ? '*' : origin);
  }
}
