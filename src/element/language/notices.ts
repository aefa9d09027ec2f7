import type {Notice} from '../../checkout/notice.js';
import type {KlarnaPaymentsMessages} from './messages.js';

/** What a notice says to the shopper. */
export function textOf(notice: Notice, texts: KlarnaPaymentsMessages): string {
  const {kind} = notice;
  if (kind === 'declined') {
    return sentences(
      fill(texts.declined, notice.name),
      notice.next && fill(texts.selected, notice.next),
    );
  }
  return kind === 'correct'
    ? `${texts.invalidFields} ${fieldNames(notice.fields, texts)}`
    : texts[kind];
}

/** A session as a whole has no category but Klarna. */
function fill(text: string, category: string): string {
  return text.replaceAll('{category}', () => category || 'Klarna');
}

function sentences(...each: readonly string[]): string {
  return each.filter(Boolean).join(' ');
}

function fieldNames(
  paths: readonly string[],
  {fields}: KlarnaPaymentsMessages,
): string {
  const names = paths.map((path) => {
    const member = path.replace(/.*\./, '');
    // Every object has a member `constructor`.
    const name = Object.hasOwn(fields, member) ? fields[member] : undefined;
    return name ?? member.replaceAll('_', ' ');
  });
  return [...new Set(names)].join(', ');
}
