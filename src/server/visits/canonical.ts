import {canonicalJson} from '../../wire/json.js';

/** Whether the value says the same as the JSON, in whatever order. */
export function saysTheSame(value: object, json: string): boolean {
  // Members usually come in the same order, which is quick to find out.
  return (
    JSON.stringify(value) === json ||
    canonicalJson(value) === canonicalJson(JSON.parse(json))
  );
}
