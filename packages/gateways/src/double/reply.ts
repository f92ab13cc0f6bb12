/** An answer before it is sent, so that faults can change it. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Sent one by one, for server-sent events; `body` is empty then. */
  chunks?: string[];
  /** Runs when the answer has ended, as usage records do. */
  after?: () => void;
};

export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: escapeHtml(JSON.stringify(value)),
});

export const empty = (status: number): Reply => ({ status, headers: {}, body: '' });

export const done = (): Reply => json(200, { status: 'ok' });
export const invalid = (error = 'invalid body'): Reply => json(400, { error });

// The gateway's encoder writes these three as escapes; a client that compares bytes would notice.
const escapeHtml = (text: string): string =>
  text.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
