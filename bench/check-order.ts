/**
 * What `checkOrder` costs as orders grow: run it with
 * `node --import tsx bench/check-order.ts`. Its cost is meant to grow with the
 * number of lines, so ten times the lines may cost at most twelve times as
 * much.
 */
import {checkOrder} from '../src/server/check-order/check-order.js';

const rounds = 600;
const limit = 12;

function orderOf(lines: number, quantity = 3) {
  const order_lines = Array.from({length: lines}, (_, index) => {
    const unit_price = 1000 + index;
    const total_amount = 3 * unit_price;
    return {
      type: 'physical',
      reference: `sku-${index}`,
      name: `Article ${index}`,
      quantity,
      unit_price,
      total_amount,
      tax_rate: 2500,
      total_tax_amount: Math.round(total_amount / 5),
      image_url: `https://shop.example/${index}.jpg`,
    };
  });
  const sum = (member: 'total_amount' | 'total_tax_amount') =>
    order_lines.reduce((total, line) => total + line[member], 0);
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: sum('total_amount'),
    order_tax_amount: sum('total_tax_amount'),
    order_lines,
  };
}

/** Milliseconds for one check. */
function costOf(order: object, problems: number, repeats: number): number {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    const found = checkOrder(order).length;
    if (found !== problems) {
      throw new Error(`expected ${problems} problems, found ${found}`);
    }
  }
  return (performance.now() - start) / repeats;
}

const kinds = {
  'right orders': (lines: number, repeats: number) =>
    costOf(orderOf(lines), 0, repeats),
  'a fault in every line': (lines: number, repeats: number) =>
    costOf(orderOf(lines, 4), lines, repeats),
};

for (const [kind, cost] of Object.entries(kinds)) {
  // Turn by turn, both as long, and the best turn of each: what else goes on
  // in the machine only ever adds, and a short turn may be spared.
  let small = Infinity;
  let large = Infinity;
  for (let round = 0; round < rounds; round++) {
    small = Math.min(small, cost(100, 10));
    large = Math.min(large, cost(1000, 1));
  }
  const ratio = large / small;
  console.log(
    `${kind}: 100 lines ${small.toFixed(3)} ms, 1,000 lines ${large.toFixed(3)} ms, ratio ${ratio.toFixed(2)} (at most ${limit})`,
  );
  if (ratio > limit) {
    process.exitCode = 1;
  }
}
