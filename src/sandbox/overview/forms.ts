import type {OverviewContext} from './context.js';
import {markup, type Markup} from './markup.js';
import {
  activeFaults,
  loadSwitches,
  loadWays,
  operationLabels,
  restWays,
} from './switches.js';

const answerLabels = {
  approve: 'approves',
  decline: 'is declined',
  close: 'closes the window',
  correct: 'has to correct something',
} as const;

type LoadSwitch = keyof typeof loadSwitches;

/** What the next shoppers do, and buttons to settle it. */
export function shopper({queued, settings}: OverviewContext): Markup {
  const waiting = queued();
  const otherwise =
    typeof settings.answer === 'string'
      ? `the shopper ${answerLabels[settings.answer]}`
      : 'the person at the purchase page decides, unless it is one of Klarna’s test customers';
  return markup`<section aria-labelledby="answers">
    <h2 id="answers">The next shopper</h2>
    ${
      waiting.length > 0
        ? markup`<ol>
              ${waiting.map((answer) => markup`<li>${answerLabels[answer]}</li>`)}
            </ol>
            <p>After that, ${otherwise}.</p>`
        : markup`<p>Nothing is settled: ${otherwise}.</p>`
    }
    <form method="post" action="/sandbox/answers">
      <p class="buttons">
        ${Object.entries(answerLabels).map(
          ([answer, label]) =>
            markup`<button name="answer" value="${answer}">
              Next shopper ${label}
            </button> `,
        )}${
          waiting.length > 0 &&
          markup`<button name="answer" value="none">Forget these</button>`
        }
      </p>
    </form>
  </section>`;
}

/** What is broken, and forms to break and mend. */
export function faults(context: OverviewContext): Markup {
  const active = activeFaults(context.faults);
  return markup`<section aria-labelledby="faults">
<h2 id="faults">Faults</h2>
${
  active.length > 0
    ? markup`<ul class="active">
        ${active.map(
          ({what, label, way}) =>
            markup`<li>
              <form method="post" action="/sandbox/faults">
                <input type="hidden" name="what" value="${what}" />
                <span>${label} ${way}.</span>
                <button name="way" value="works" aria-label="Mend ${label}">Mend</button>
              </form>
            </li>`,
        )}
      </ul>`
    : markup`<p>Everything works.</p>`
}
<details${active.length > 0 ? '' : markup` open`}>
<summary>Break something</summary>
${restForm()}
${Object.keys(loadSwitches).map((what) => loadForm(what as LoadSwitch))}
</details>
</section>`;
}

function restForm(): Markup {
  const operations = Object.entries(operationLabels).map(
    ([name, label]) => [`rest.${name}`, label] as const,
  );
  const ways = Object.entries(restWays).map(
    ([way, {label}]) => [way, label] as const,
  );
  return markup`<form method="post" action="/sandbox/faults" class="fault">
<label for="what" class="unseen">What</label>
<select id="what" name="what">${options(operations)}</select>
<label for="way" class="unseen">How</label>
<select id="way" name="way">${options(ways)}</select>
<button aria-label="Break it: REST API">Break it</button>
</form>`;
}

function loadForm(what: LoadSwitch): Markup {
  const {label, ways} = loadSwitches[what];
  const id = `way-${what}`;
  return markup`<form method="post" action="/sandbox/faults" class="fault">
<input type="hidden" name="what" value="${what}">
<label for="${id}">${label}</label>
<select id="${id}" name="way">${options(
    ways.map((way) => [way, loadWays[way].label] as const),
  )}</select>
<button aria-label="Break it: ${label}">Break it</button>
</form>`;
}

function options(pairs: readonly (readonly [string, string])[]): Markup[] {
  return pairs.map(
    ([value, text]) => markup`<option value="${value}">${text}</option>`,
  );
}
