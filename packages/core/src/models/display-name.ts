const acronyms = new Map([
  ['gpt', 'GPT'],
  ['glm', 'GLM'],
  ['oss', 'OSS'],
  ['ai', 'AI'],
  ['tts', 'TTS'],
]);

/** `claude-sonnet-4-5-20250929` → `Claude Sonnet 4.5`; a prefix with a slash stays as it is. The id itself never changes. */
export function displayNameOf(modelId: string): string {
  const slash = modelId.lastIndexOf('/') + 1;
  const words = modelId
    .slice(slash)
    .replace(/-(20\d{2}-?[01]\d-?[0-3]\d)$/, '')
    .replace(/(?<=\d)-(?=\d{1,2}(-|$))/g, '.')
    .split(/[-_\s]+/)
    .filter((word) => word !== '')
    .map((word) => acronyms.get(word.toLowerCase()) ?? word.charAt(0).toUpperCase() + word.slice(1));
  return modelId.slice(0, slash) + words.join(' ');
}
