import type {PendingDecision, SandboxOrder} from '../state/store.js';

/** How one of Klarna's documented test customers fares. */
export interface TestCustomer {
  /** Nothing: somebody has to be asked. */
  answer?: 'approve' | 'decline';
  /** Whether `load` offers the category. */
  isOffered: boolean;
  /** The order is placed with the fraud status PENDING first. */
  pending?: PendingDecision;
}

/** Countries where an order can be pending (Klarna's docs). */
const pendingCountries = ['US', 'GB'];

const declinedPhones = new Set([
  '+436762600745',
  '+61473763254',
  '+32485212123',
  '+15197308624',
  '+41758680001',
  '+420771623691',
  '+4917610927312',
  '+4552555348',
  '+34682425101',
  '+358401234568',
  '+33687984322',
  '+447355505530',
  '+306945553625',
  '+36705553575',
  '+353855351401',
  '+393312232389',
  '+525593747740',
  '+31632167678',
  '+4740123457',
  '+642993007712',
  '+48795223325',
  '+351915593837',
  '+40707127444',
  '+46701740620',
  '+421905123457',
  '+13106354386',
]);

const approvedPhones = new Set([
  '+436762600456',
  '+61473752244',
  '+32485121291',
  '+15197438620',
  '+41758680000',
  '+420771613715',
  '+4917614284340',
  '+4542555628',
  '+34672563009',
  '+358401234567',
  '+33689854321',
  '+447755564318',
  '+306945553624',
  '+36300102692',
  '+353855351400',
  '+393339741231',
  '+525593747739',
  '+31689124321',
  '+4740123456',
  '+6427555290',
  '+48795222223',
  '+351935556731',
  '+40741209876',
  '+46701740615',
  '+421905123456',
  '+13106683312',
]);

/** Of persons in Sweden and Norway, and of a Danish company. */
const declinedIds = new Set(['194110288083', '01087000148', '99999993']);

/**
 * Recognizes the test customer in an order, by the e-mail address
 * (`customer@email.se` and `customer+se@klarna.com`, with tags after a plus),
 * and where that says nothing by the identity or telephone number. A number
 * that is to be approved counts only without an e-mail address. Tags that are
 * not Klarna's, or ask for a step that the sandbox does not play
 * (`+new_user`, `+require_signup`, `+disputed-…`), leave the answer open.
 */
export function testCustomerIn(order: SandboxOrder): TestCustomer {
  const {email, phone, country} = order.billing_address ?? {};
  const [local = '', domain = ''] = (email ?? '').toLowerCase().split('@');
  const tags = local.split('+').slice(1);
  if (tags.includes('red')) return {answer: 'decline', isOffered: false};
  if (tags.some((tag) => tag === 'denied' || tag.startsWith('reject'))) {
    return {answer: 'decline', isOffered: true};
  }
  const pending = pendingIn(tags, country || order.purchase_country);
  if (pending) return {answer: 'approve', isOffered: true, pending};
  if (isApproved(local, domain)) return {answer: 'approve', isOffered: true};

  const number = dialled(phone ?? '');
  if (declinedPhones.has(number) || hasDeclinedId(order)) {
    return {answer: 'decline', isOffered: true};
  }
  if (!email && approvedPhones.has(number)) {
    return {answer: 'approve', isOffered: true};
  }
  return {isOffered: true};
}

/**
 * A telephone number as it is dialled from abroad: Klarna's docs keep the
 * trunk zero of Austrian and German ones, libraries do not.
 */
function dialled(phone: string): string {
  return phone.replace(/[^\d+]/g, '').replace(/^\+(43|49)0/, '+$1');
}

function hasDeclinedId({customer}: SandboxOrder): boolean {
  return [
    customer?.national_identification_number,
    customer?.organization_registration_id,
  ].some((id) => id && declinedIds.has(id.replace(/\D/g, '')));
}

function isApproved(local: string, domain: string): boolean {
  return (
    (local === 'customer' && /^email\.[a-z]{2}$/.test(domain)) ||
    (/^customer\+[a-z]{2}$/.test(local) && domain === 'klarna.com')
  );
}

function pendingIn(
  tags: readonly string[],
  country: string | undefined,
): PendingDecision | undefined {
  if (!pendingCountries.includes(country?.toUpperCase() ?? '')) {
    return undefined;
  }
  for (const tag of tags) {
    const [, verdict, minutes] =
      /^pend-(accept|reject)-(\d{1,4})$/.exec(tag) ?? [];
    if (verdict === 'accept' || verdict === 'reject') {
      return {verdict, minutes: Number(minutes)};
    }
  }
  return undefined;
}
