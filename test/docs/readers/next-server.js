// In the place of Next, which is not installed here.
export const after = (task) => void task();
