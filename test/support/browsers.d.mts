/** A browser on this machine. */
export interface FoundBrowser {
  path: string;
  /** Whether it is Playwright's own build. */
  bundled: boolean;
}

export const chromiumArgs: string[];
export function findChromium(): FoundBrowser | undefined;
export function findFirefox(): FoundBrowser | undefined;
/** The command's whole path, if it is one that can be run. */
export function onPath(command: string): string | undefined;

/** What WebKitGTK needs. */
export interface FoundWebKit {
  /** `WebKitWebDriver`. */
  driver: string;
  /** Its `MiniBrowser`. */
  browser: string;
  /** `Xvfb`, for machines without a display. */
  display?: string;
}

export function findWebKit(): FoundWebKit | undefined;
