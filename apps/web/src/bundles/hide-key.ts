const keyField = /("apiKey"\s*:\s*")((?:[^"\\]|\\.)*)(")/g;

/** The content of a bundle's file without the client key in it: for looking at with others around. */
export const hideKey = (content: string): string => content.replace(keyField, '$1••••••••••••••••$3');
