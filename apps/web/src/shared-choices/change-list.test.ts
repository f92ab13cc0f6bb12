import { expect, it } from 'vitest';
import { placeName } from './change-list.tsx';

it.each([
  ['defaultModel', 'Default model'],
  ['agents.oracle', 'Agent oracle'],
  ['limits.vendor/model-4.5', 'Limit of vendor/model-4.5'],
  ['exclusions.gpt-4.1*', 'Excluded'],
  ['mcpServers.git.hub', 'Server git.hub'],
])('%s is called %s', (at, name) => expect(placeName(at)).toBe(name));
