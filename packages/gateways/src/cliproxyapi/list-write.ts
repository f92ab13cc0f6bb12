import type { Provider } from '@gatehouse/contracts/provider-keys';
import type { NonEmptyKeyList } from './client-keys.ts';
import type { RawEntry } from './raw.ts';

export type ProviderSection = `${Provider}-api-key` | 'openai-compatibility';

/** A whole list on its way to the gateway. There is no way to make one that holds no usable client key. */
export class ListWrite {
  readonly section: 'api-keys' | ProviderSection;
  readonly body: readonly unknown[];

  private constructor(section: 'api-keys' | ProviderSection, body: readonly unknown[]) {
    this.section = section;
    this.body = body;
  }

  static clientKeys(keys: NonEmptyKeyList): ListWrite {
    return new ListWrite('api-keys', keys);
  }

  static providers(section: ProviderSection, entries: readonly RawEntry[]): ListWrite {
    return new ListWrite(section, entries);
  }
}
