import type {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaCategory, KlarnaSessionData} from '../klarna/types.js';
import type {Approval, Authorization} from './authorization.js';
import type {Notice} from './notice.js';
import type {CheckoutSession} from './session.js';

/** Where the checkout stands. What can be derived is not kept here. */
export interface CheckoutState {
  /** Whether a session has been asked for since the element came. */
  readonly isStarted: boolean;
  /** Whether newer state is on its way from the shop. */
  readonly isRefreshing: boolean;
  /** Whether the page has given another source than that of the session. */
  readonly isSuperseded: boolean;
  /** Why there is no session or no script of Klarna's. */
  readonly failure?: KlarnaPaymentsError | undefined;
  readonly session?: CheckoutSession | undefined;
  /** Categories of the session that Klarna does not offer after all. */
  readonly withdrawn: readonly string[];
  /** Identifier of the selected category, empty where there is none. */
  readonly selected: string;
  /** The category that the page or the shopper wished for last. */
  readonly wish: string;
  /** What every widget is to show; another object for each change. */
  readonly target?: LoadTarget | undefined;
  /** The widgets that have been made, by category. */
  readonly widgets: Readonly<Record<string, WidgetState | undefined>>;
  /** Whether Klarna is being asked, and not just the page's listeners. */
  readonly isAsking: boolean;
  /** The token that may place the order. */
  readonly authorization?: Authorization | undefined;
  /** The latest that Klarna approved, which may still be finalized. */
  readonly approval?: Approval | undefined;
  readonly notice?: Notice | undefined;
}

/** What a widget is loaded with. */
export interface LoadTarget {
  readonly session: CheckoutSession;
  readonly data: KlarnaSessionData | null;
}

/** One category's widget. */
export interface WidgetState {
  readonly instanceId: string;
  /** What Klarna has shown last, if it has shown its form at all. */
  readonly shows?: LoadTarget | undefined;
  /** Whether Klarna's script has moved its frame out of its place since. */
  readonly isMoved: boolean;
  /** What went wrong with the latest load. */
  readonly error?: KlarnaPaymentsError | undefined;
}

export const initialState: CheckoutState = {
  isStarted: false,
  isRefreshing: false,
  isSuperseded: false,
  withdrawn: [],
  selected: '',
  wish: '',
  widgets: {},
  isAsking: false,
};

/** What is on offer; a single nameless category for a session as a whole. */
export function offeredIn({
  session,
  withdrawn,
}: CheckoutState): readonly KlarnaCategory[] {
  const categories = session?.categories ?? [];
  return withdrawn.length
    ? categories.filter(({identifier}) => !withdrawn.includes(identifier))
    : categories;
}

export function isOffered(state: CheckoutState, category: string): boolean {
  return offeredIn(state).some(({identifier}) => identifier === category);
}

/** The name that Klarna gives a category. */
export function nameOf({session}: CheckoutState, category: string): string {
  return (
    session?.categories.find(({identifier}) => identifier === category)?.name ??
    ''
  );
}

/** A category's widget, if it has been made. Categories are Klarna's words. */
export function widgetOf(
  {widgets}: CheckoutState,
  category: string,
): WidgetState | undefined {
  return Object.hasOwn(widgets, category) ? widgets[category] : undefined;
}

/** The selected category's widget, if it has been made. */
export function selectedWidget(state: CheckoutState): WidgetState | undefined {
  return widgetOf(state, state.selected);
}

/** What keeps the selected widget from being shown. */
export function faultIn(state: CheckoutState): KlarnaPaymentsError | undefined {
  return state.failure ?? selectedWidget(state)?.error;
}

/**
 * Whether the selected widget may be authorized: it was loaded last with what
 * counts now. If it is just brought back into its place, Klarna is asked after
 * that.
 */
export function isAuthorizable(state: CheckoutState): boolean {
  const widget = selectedWidget(state);
  return Boolean(
    widget?.shows &&
    widget.shows === state.target &&
    !state.failure &&
    !state.isRefreshing,
  );
}

/** Whether the selected widget shows the newest state where it belongs. */
export function isCurrent(state: CheckoutState): boolean {
  return isAuthorizable(state) && !selectedWidget(state)?.isMoved;
}

/** Another category is selected: what was authorized is another way to pay. */
export function selecting(
  state: CheckoutState,
  category: string,
): Partial<CheckoutState> {
  return category === state.selected
    ? {wish: category}
    : {
        wish: category,
        selected: category,
        authorization: undefined,
        notice: undefined,
      };
}

/** A category goes; the one that takes its place is selected. */
export function withdrawing(
  state: CheckoutState,
  category: string,
): Partial<CheckoutState> {
  const before = offeredIn(state);
  const index = before.findIndex(({identifier}) => identifier === category);
  if (index < 0) return {};
  const withdrawn = [...state.withdrawn, category];
  const offered = offeredIn({...state, withdrawn});
  const next = offered[index] ?? offered.at(-1);
  return {
    withdrawn,
    ...(category === state.selected &&
      selecting(state, next?.identifier ?? '')),
  };
}

/** An approval counts also if the shopper has selected another since. */
export function approving(
  state: CheckoutState,
  category: string,
): Partial<CheckoutState> {
  const withdrawn = state.withdrawn.filter((each) => each !== category);
  return isOffered({...state, withdrawn}, category)
    ? {withdrawn, selected: category, wish: category}
    : {};
}

/** A session has come. The chosen category stays if it is still offered. */
export function accepting(
  {wish, selected}: CheckoutState,
  session: CheckoutSession,
  data: KlarnaSessionData | null,
): Partial<CheckoutState> {
  const identifiers = session.categories.map(({identifier}) => identifier);
  const chosen = [wish, selected].find((each) => identifiers.includes(each));
  const category = chosen ?? identifiers[0] ?? '';
  return {
    session,
    withdrawn: [],
    selected: category,
    wish: chosen ?? (wish || category),
    target: {session, data},
    isRefreshing: false,
    isSuperseded: false,
  };
}

/** A widget of the state, changed; others are left as they are. */
export function widgetChanging(
  state: CheckoutState,
  category: string,
  change: Partial<WidgetState>,
): Partial<CheckoutState> {
  const widget = widgetOf(state, category);
  return widget
    ? {widgets: {...state.widgets, [category]: {...widget, ...change}}}
    : {};
}
