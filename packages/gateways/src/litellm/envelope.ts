import { isRecord, text } from '../http/raw.ts';

const longest = 500;

/**
 * The text of an error, whichever of its forms it has: LiteLLM's own, the framework's, a list of invalid fields, or what a
 * proxy in front says. Only to be recognised, never to be shown: it can repeat what was sent.
 */
export function errorText(body: string): string {
  return (fromJson(body) ?? body).slice(0, longest);
}

function fromJson(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (!isRecord(value)) return text(value);
    if (isRecord(value.error)) return `${text(value.error.type)} ${text(value.error.message)}`;
    return detailText(value.detail);
  } catch {
    return null;
  }
}

function detailText(detail: unknown): string {
  if (Array.isArray(detail))
    return detail
      .filter(isRecord)
      .map((item) => text(item.msg))
      .join(' ');
  if (isRecord(detail)) return text(detail.error) || text(detail.message);
  return text(detail);
}
