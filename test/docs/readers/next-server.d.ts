// Of Next, which is not installed here: `npm run examples` builds and pays in it.
export function after(task: () => unknown): void;
