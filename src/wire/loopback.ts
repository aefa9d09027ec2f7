/** Whether a host name, as a URL has it, can only be this very machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname) ||
    /^(?:.+\.)?localhost$/.test(hostname)
  );
}
