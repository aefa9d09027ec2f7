import type {SandboxSettings} from '../options.js';
import {currencyOf} from '../state/markets.js';
import type {SandboxOrder} from '../state/store.js';
import {decisiveCountry} from '../validation/markets.js';
import {withNumbers} from '../validation/numbers.js';
import {badValue, type KlarnaRefusal} from './answers.js';

/** A refusal that names members, and says more of them where it is to. */
export function badValueOf(
  fields: readonly string[],
  body: Record<string, unknown>,
  settings: SandboxSettings,
): KlarnaRefusal {
  if (!settings.errorProse) return badValue(fields);
  const order: SandboxOrder = withNumbers(body);
  return badValue(
    fields.map((field) => field + proseOf(field, order, settings)),
  );
}

/** In the words that were recorded; nothing where none are known. */
function proseOf(
  field: string,
  order: SandboxOrder,
  {currencies, longReferences}: SandboxSettings,
): string {
  if (field === 'purchase_currency') {
    const country = decisiveCountry(order).toUpperCase();
    const configured = [currencyOf(country), ...currencies]
      .filter((each) => each !== undefined)
      .map((each) => each.toUpperCase())
      .toSorted();
    return configured.length > 0
      ? ` (order billing country is: ${country}, ` +
          `configured currencies are: ${configured.join(', ')})`
      : '';
  }
  const [, index, member] = /^order_lines\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
  if (member === 'reference') {
    const longest = longReferences === 'accept' ? 255 : 64;
    return ` (size must be between 0 and ${longest})`;
  }
  const line = order.order_lines?.[Number(index)];
  if (member === 'total_tax_amount' && line?.tax_rate) {
    const {total_amount, tax_rate} = line;
    const tax = Math.round((total_amount * tax_rate) / (10_000 + tax_rate));
    return ` differs from the calculated value [${tax}] by more than [1]`;
  }
  return '';
}
