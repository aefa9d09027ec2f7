/**
 * Does the job in a later task. Messages and timers wait in different queues,
 * and a page may have replaced either: whichever is first.
 */
export function inLaterTask(job: () => void): void {
  const {port1, port2} = new MessageChannel();
  const timer = setTimeout(run);
  port1.onmessage = run;
  port2.postMessage(null);

  function run() {
    clearTimeout(timer);
    port1.onmessage = null;
    port1.close();
    job();
  }
}
