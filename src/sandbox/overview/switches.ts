import type {
  KlarnaSandboxFaults,
  KlarnaSandboxOperation,
  KlarnaSandboxRestFault,
} from '../state/faults.js';

/** What a form can break, and in which ways; each with words for a person. */
export const loadSwitches = {
  script: {label: 'Klarna’s script', ways: ['missing', 'never', 'late']},
  library: {
    label: 'The purchase flow or newer library that the script loads',
    ways: ['missing', 'never', 'late'],
  },
  frame: {label: 'The widget', ways: ['missing', 'never', 'late', 'silent']},
  hiddenFrame: {
    label: 'The hidden frame of finalize and reauthorize',
    ways: ['missing', 'never', 'late', 'silent'],
  },
  overlay: {
    label: 'The purchase page',
    ways: ['missing', 'never', 'late', 'silent'],
  },
} as const satisfies Partial<
  Record<
    keyof KlarnaSandboxFaults,
    {label: string; ways: readonly (keyof typeof loadWays)[]}
  >
>;

export const loadWays = {
  missing: {label: 'is missing (404)', fault: 'missing'},
  never: {label: 'never comes', fault: 'never'},
  late: {label: 'comes 5 seconds late', fault: {late: 5000}},
  silent: {label: 'comes and never answers', fault: 'silent'},
} as const;

export const operationLabels: Readonly<
  Record<KlarnaSandboxOperation | 'any', string>
> = {
  any: 'Every call of the REST API',
  createSession: 'Creating a session',
  updateSession: 'Updating a session',
  readSession: 'Reading a session',
  placeOrder: 'Placing an order',
  cancelAuthorization: 'Cancelling an authorization',
  createCustomerToken: 'Creating a customer token',
};

export const restWays: Readonly<
  Record<string, {label: string; fault: KlarnaSandboxRestFault}>
> = {
  '500': {label: 'answers 500', fault: 500},
  '503': {label: 'answers 503', fault: 503},
  '429': {label: 'answers 429, too many requests', fault: 429},
  once: {label: 'answers 503 once, then works', fault: {answer: 503, times: 1}},
  after: {
    label: 'acts, then answers 503',
    fault: {answer: 503, when: 'after'},
  },
  hang: {label: 'never answers', fault: 'hang'},
  'cut-off': {label: 'acts, and its answer breaks off', fault: 'cut-off'},
};

/** A fault as it is shown, and how to name it in a form. */
export interface ActiveFault {
  /** `script`, or `rest.placeOrder`. */
  what: string;
  label: string;
  way: string;
}

/** What is broken now, also by code. */
export function activeFaults(faults: KlarnaSandboxFaults): ActiveFault[] {
  const loading = Object.entries(loadSwitches).flatMap(([what, {label}]) => {
    const fault = faults[what as keyof typeof loadSwitches];
    return fault ? [{what, label, way: wayOf(fault, loadWays)}] : [];
  });
  const rest = Object.entries(faults.rest ?? {}).flatMap(([name, fault]) => {
    const label = operationLabels[name as KlarnaSandboxOperation];
    return fault && label
      ? [{what: `rest.${name}`, label, way: wayOf(fault, restWays)}]
      : [];
  });
  return [...loading, ...rest];
}

/**
 * Breaks or mends what a form says.
 *
 * @returns Whether the form made sense.
 */
export function applySwitch(
  faults: KlarnaSandboxFaults,
  what: string,
  way: string,
): boolean {
  const operation = /^rest\.(\w+)$/.exec(what)?.[1];
  if (operation !== undefined) {
    if (!Object.hasOwn(operationLabels, operation)) return false;
    const fault = Object.hasOwn(restWays, way) ? restWays[way]?.fault : null;
    if (fault === null && way !== 'works') return false;
    faults.rest = {...faults.rest, [operation]: fault};
    return true;
  }
  if (!Object.hasOwn(loadSwitches, what)) return false;
  const part = what as keyof typeof loadSwitches;
  if (way === 'works') {
    delete faults[part];
    return true;
  }
  const {ways} = loadSwitches[part];
  const chosen = ways.find((each) => each === way);
  if (!chosen) return false;
  Object.assign(faults, {[part]: loadWays[chosen].fault});
  return true;
}

function wayOf(
  fault: unknown,
  ways: Readonly<Record<string, {label: string; fault: unknown}>>,
): string {
  const text = JSON.stringify(fault);
  const known = Object.values(ways).find(
    (way) => JSON.stringify(way.fault) === text,
  );
  return known?.label ?? 'is broken in a way of your own';
}
