export type FormatMoney = typeof formatMoney;

/**
 * An amount in minor units as people of that locale write it; without a known
 * currency just the number.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export function formatMoney(
  amount: number | undefined,
  currency: string | undefined,
  locale: string | undefined,
): string {
  if (typeof amount !== 'number') return '';
  try {
    const format = new Intl.NumberFormat(locale, {style: 'currency', currency});
    const {maximumFractionDigits: digits = 2} = format.resolvedOptions();
    return format.format(amount / 10 ** digits);
  } catch {
    return String(amount);
  }
}
