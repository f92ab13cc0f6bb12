import { z } from 'zod';

/** Neither NUL nor half a character: the database keeps neither. */
const isPlain = (text: string): boolean => /^[^\0\p{Surrogate}]*$/u.test(text);
export const plainText = (most: number) =>
  z.string().min(1).max(most).refine(isPlain, 'This holds a character that no file can hold.');

export const chosenModel = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{Cc}\p{Surrogate}]+$/u, 'A model id holds no spaces.');

/** `*` stands for any text. A person's own pattern may begin with `!`: it takes back what a pattern before it excludes. */
export const modelPattern = chosenModel;
export const exclusionPattern = chosenModel.regex(/^[^!]/, 'Here a pattern cannot begin with “!”.');

export const agentName = z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'Use letters, digits, - and _.');
export const entryName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'Use letters, digits, dots, - and _.');
export const variableName = z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'Use a variable name, such as API_TOKEN.');
export const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'Use a header name, such as Authorization.');

/** The address of a remote server. Credentials go into a header, which is sealed; an address is shown. */
export const serverUrl = z
  .url({ protocol: /^https?$/, error: 'Enter an address that starts with http:// or https://.' })
  .max(2000)
  .refine(
    (value) => URL.canParse(value) && new URL(value).username === '' && new URL(value).password === '',
    'The address cannot hold a user name or password. Put them into a header.',
  );

/** With a pinned version, such as `oh-my-openagent@4.19.4`. */
export const pinnedPlugin = z
  .string()
  .max(200)
  .regex(/^(@[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/, 'Pin a version, such as name@1.2.3.');

/** A record with at most so many names. */
export const recordOf = <K extends z.ZodType<string, string>, V extends z.ZodType>(key: K, value: V, most: number) =>
  z
    .record(key, value)
    .refine((record) => Object.keys(record).length <= most, `There can be at most ${most} of these.`)
    .default({} as never);
