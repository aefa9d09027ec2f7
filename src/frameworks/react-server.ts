/**
 * Stands in for the package where only React's server components run: they
 * send no module to the browser, so that importing the element there builds,
 * and then the tag is never defined.
 */
throw new Error(
  "'klarna-payments-element' is imported by a React server component (or a" +
    ' module that one imports), where it never reaches the browser and' +
    ' <klarna-payments> stays an unknown tag.\n\n' +
    '  Use the component, which is a client component already:\n' +
    "    import {KlarnaPayments} from 'klarna-payments-element/react';\n\n" +
    "  Or write 'use client' as the first line of the module that imports" +
    " 'klarna-payments-element'.\n\n" +
    '  Routes and server components that place orders import' +
    " 'klarna-payments-element/server'.",
);

// Names that are imported from here are to fail with that, not by themselves.
export * from '../element.js';
