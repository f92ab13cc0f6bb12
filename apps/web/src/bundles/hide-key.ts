type File = { content: string; syntax: string; isSecret: boolean };

const hidden = '••••••••••••••••';
const keyName = /(api_?key|token)$/i;
const keyLine = /^(\s*(?:- )?"?\w*(?:api_?key|token)"?\s*[:=]\s*)(\S.*)$/gim;

/** The content of a bundle's file without the secrets in it: for looking at with others around. */
export function hideKey({ content, syntax, isSecret }: File): string {
  if (!isSecret) return content;
  if (syntax !== 'json' && syntax !== 'jsonc') return content.replace(keyLine, `$1${hidden}`);
  return JSON.stringify(withoutSecrets(JSON.parse(content), false), null, 2);
}

/** Of the person's MCP servers every value is one. */
function withoutSecrets(value: unknown, isHidden: boolean): unknown {
  if (typeof value === 'string') return isHidden ? hidden : value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, isHidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withoutSecrets(item, isHidden || keyName.test(key) || key === 'environment' || key === 'headers'),
    ]),
  );
}
