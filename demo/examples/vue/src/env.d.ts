/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where Klarna's script comes from, if not from Klarna: the sandbox. */
  readonly VITE_KLARNA_SDK_URL?: string;
}
