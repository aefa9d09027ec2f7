/** One thing that Klarna would object to, and has to be put right. */
export interface OrderProblem {
  /** The member, as Klarna writes it: `order_lines[0].tax_rate`. */
  readonly field: string;
  /** As Klarna words it: `Bad value: order_lines[0].tax_rate`. */
  readonly message: string;
  /**
   * Whether Klarna is recorded to refuse this, or has documented that it does.
   * If not, Klarna may take it all the same.
   */
  readonly certain: boolean;
  /**
   * What Klarna accepts: the amount itself (minor units) where there is only
   * one right one, otherwise what kind of value.
   */
  readonly expected?: string | number;
  /**
   * What is there: an amount or a short code as it is, of everything else only
   * the kind or the length. Nothing of what a customer entered.
   */
  readonly actual?: string | number;
}

/** Words a problem as Klarna does. */
export function badValue(
  field: string,
  expected: string | number,
  actual: string | number,
  certain = true,
): OrderProblem {
  return {field, message: `Bad value: ${field}`, certain, expected, actual};
}

/** A value as a problem may show it. */
export function shown(field: string, value: unknown): string | number {
  if (value === undefined || value === null) {
    return 'missing';
  }
  if (/^(?:billing_address|shipping_address|customer)\b/.test(field)) {
    return kindOf(value);
  }
  if (typeof value === 'number') {
    return value;
  }
  if (typeof value === 'string') {
    return value.length <= 12 ? value : `${value.length} characters`;
  }
  return kindOf(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return typeof value === 'string' ? 'text' : typeof value;
}
