import { entryEventKinds, eventActions, eventKinds, planActions } from '@gatehouse/contracts/gateway-upkeep';
import { gatewayHealths, gatewayPolicies, resources } from '@gatehouse/contracts/gateways';
import { describe, expect, it } from 'vitest';
import {
  eventActionLabels,
  eventActionMeanings,
  eventTexts,
  factLabel,
  healthMeanings,
  heldReasons,
  planWords,
  policyLabels,
  policyMeanings,
  resourcePlurals,
  rivalReasons,
} from './gateway-upkeep.ts';

const sentence = /^\p{Lu}.*[.]$/u;

describe('words for the upkeep of gateways', () => {
  it.each([
    ['healths', healthMeanings, gatewayHealths],
    ['policies', policyMeanings, gatewayPolicies],
    ['policy labels', policyLabels, gatewayPolicies],
    ['lists', resourcePlurals, resources],
    ['plan actions', planWords, planActions],
    ['events', eventTexts, eventKinds],
    ['event actions', eventActionLabels, eventActions],
    ['meanings of event actions', eventActionMeanings, eventActions],
  ])('has them for all %s and for nothing else', (_, words, names) => {
    expect(Object.keys(words).sort()).toEqual([...names].sort());
  });

  it('explains in whole sentences', () => {
    const meanings = [healthMeanings, policyMeanings, eventActionMeanings, heldReasons, rivalReasons];
    for (const meaning of meanings.flatMap((map) => Object.values(map))) expect(meaning).toMatch(sentence);
    for (const { meaning, sign } of Object.values(planWords)) {
      expect(meaning).toMatch(sentence);
      expect(sign).toHaveLength(1);
    }
  });

  it('continues the name of an entry, and stands alone for a gateway', () => {
    for (const kind of eventKinds) {
      const isOfEntry = entryEventKinds.some((one) => one === kind);
      expect(eventTexts[kind]).toMatch(isOfEntry ? /^(was|came) / : /^\p{Lu}/u);
    }
  });

  it('makes words of names in code', () => {
    expect(factLabel('baseUrl')).toBe('Address');
    expect(factLabel('accountName')).toBe('Account name');
    expect(factLabel('opened-by')).toBe('Opened by');
  });
});
