import type {
  FrameCall,
  MessageFromFrame,
  MessageToFrame,
  ShopperResponse,
} from '../messages.js';
import type {KlarnaSandboxAnswer} from '../../shopper/shopper.js';
import type {MakeElement} from './element.js';
import type {FormatMoney} from './money.js';
import type {PurchaseDetails} from './purchase-details.js';
import type {AskShopper} from './shopper-client.js';
import type {KlarnaOrder} from '../../../wire/rest-types.js';

export interface PurchaseParts {
  askShopper: AskShopper;
  element: MakeElement;
  formatMoney: FormatMoney;
  purchaseDetails: PurchaseDetails;
}

/**
 * The page in the overlay's frame: asks the person in front of it how the
 * purchase ends.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export function purchase(
  config: {titles: Readonly<Record<FrameCall['method'], string>>},
  {askShopper, element, formatMoney, purchaseDetails}: PurchaseParts,
): void {
  let decide: ((answer: KlarnaSandboxAnswer) => void) | undefined;

  window.addEventListener('message', (event: MessageEvent<MessageToFrame>) => {
    if (event.source !== window.parent) return;
    const {data: message, origin} = event;
    if (message.type === 'purchase') ask(message.call, message.order, origin);
    if (message.type === 'call') void begin(message.call, origin);
  });
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') decide?.('close');
    if (event.key === 'Tab') keepFocus(event);
  });
  // Whoever embeds the frame may know that it is there.
  post({type: 'ready'}, '*');

  /** Where no widget's frame has asked Klarna yet. */
  async function begin(call: FrameCall, origin: string): Promise<void> {
    const response = await askShopper('overlay', call);
    if (response?.kind === 'ask') ask(call, response.order, origin);
    else tell(call, origin, response);
  }

  function ask(
    call: FrameCall,
    order: Partial<KlarnaOrder>,
    origin: string,
  ): void {
    document.documentElement.dataset['scheme'] = call.scheme ?? 'light';
    const fields = purchaseDetails(order, call.data);
    const field = element(
      'select',
      {id: 'field'},
      ...fields.map(({path}) => element('option', {value: path}, path)),
    );
    const heading = element('h1', {id: 'title', tabIndex: -1});
    heading.textContent = config.titles[call.method];

    const dialog = element(
      'div',
      {className: 'dialog'},
      element(
        'div',
        {className: 'top'},
        element('p', {className: 'badge'}, 'Sandbox · no money moves'),
        choice('close', 'Close', 'quiet'),
      ),
      heading,
      orderTable(order),
      element(
        'div',
        {className: 'actions'},
        choice('approve', 'Approve', 'primary'),
        choice('decline', 'Decline'),
      ),
      received(fields),
      element(
        'div',
        {className: 'actions correction'},
        element('label', {htmlFor: 'field'}, 'Wrong field'),
        field,
        choice('correct', 'Ask for a correction'),
      ),
    );
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    dialog.setAttribute('aria-labelledby', 'title');
    document.body.replaceChildren(dialog);
    heading.focus();

    decide = (answer) => {
      decide = undefined;
      for (const button of dialog.querySelectorAll('button')) {
        button.disabled = true;
      }
      void finish(call, origin, answer, [field.value]);
    };
  }

  async function finish(
    call: FrameCall,
    origin: string,
    answer: KlarnaSandboxAnswer,
    fields: string[],
  ): Promise<void> {
    const response = await askShopper(
      'overlay',
      call,
      answer === 'correct' ? {answer, fields} : {answer},
    );
    tell(call, origin, response);
  }

  function tell(
    call: FrameCall,
    origin: string,
    response: ShopperResponse | undefined,
  ): void {
    if (response?.kind === 'silence') return;
    const result =
      response?.kind === 'result'
        ? response.result
        : {approved: false, show_form: false};
    document.body.replaceChildren();
    post({type: 'answer', id: call.id, result}, origin);
  }

  function choice(
    answer: KlarnaSandboxAnswer,
    text: string,
    className = '',
  ): HTMLButtonElement {
    const button = element('button', {type: 'button', className}, text);
    button.dataset['answer'] = answer;
    button.addEventListener('click', () => decide?.(answer));
    return button;
  }

  function orderTable(order: Partial<KlarnaOrder>): Node {
    const money = (amount: number | undefined) =>
      formatMoney(amount, order.purchase_currency, order.locale);
    const row = (name: string, amount: number | undefined) =>
      element(
        'tr',
        {},
        element('th', {scope: 'row'}, name),
        element('td', {}, money(amount)),
      );
    return element(
      'table',
      {},
      element('caption', {}, 'Your order'),
      element(
        'tbody',
        {},
        ...(order.order_lines ?? []).map((line) =>
          row(`${line.quantity} × ${line.name}`, line.total_amount),
        ),
      ),
      element('tfoot', {}, row('To pay', order.order_amount)),
    );
  }

  function received(fields: ReturnType<PurchaseDetails>): Node {
    const known = fields.filter(({value}) => value);
    if (known.length === 0) {
      return element('p', {}, 'The shop has sent no details of the customer.');
    }
    return element(
      'details',
      {open: true},
      element('summary', {}, 'Details received from the shop'),
      element(
        'dl',
        {},
        ...known.flatMap(({path, value}) => [
          element('dt', {}, path),
          element('dd', {}, value),
        ]),
      ),
    );
  }

  /** Tab stays inside as long as there is something to decide. */
  function keepFocus(event: KeyboardEvent): void {
    const stops = [
      ...document.querySelectorAll<HTMLElement>('button, select, summary'),
    ];
    const [first, last] = [stops[0], stops.at(-1)];
    const active = document.activeElement;
    const isAtEnd = event.shiftKey
      ? active === first || active?.id === 'title'
      : active === last;
    if (!isAtEnd) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  function post(message: MessageFromFrame, origin: string): void {
    // A page without an origin of its own (a local file) is called `null`.
    window.parent.postMessage(message, origin === 'null' ? '*' : origin);
  }
}
