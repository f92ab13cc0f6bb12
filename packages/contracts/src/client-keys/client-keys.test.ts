import { describe, expect, it } from 'vitest';
import { createClientKeyInput, updateClientKeyInput } from './index.ts';

const problems = (schema: typeof createClientKeyInput | typeof updateClientKeyInput, input: object) =>
  schema.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const create = (input: object) => problems(createClientKeyInput, { name: 'Laptop', ...input });

describe('limits of a client key', () => {
  it('are taken as they are meant', () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const input = { name: 'Laptop', models: [' a ', 'a'], maxBudget: ' 12.50 ', budgetDuration: '1mo', expiresAt };
    expect(createClientKeyInput.parse(input)).toMatchObject({ models: ['a'], maxBudget: '12.50', expiresAt });
    const id = '01890000-0000-7000-8000-00000000dead';
    expect(problems(updateClientKeyInput, { id, version: 1, models: null, rpmLimit: null, expiresAt: null })).toEqual(
      [],
    );
  });

  it('say what is wrong', () => {
    expect(create({ models: [] })).toEqual(['models: A key without models could use nothing. Block it instead.']);
    expect(create({ maxBudget: '0' })).toEqual([
      'maxBudget: A budget of nothing would stop the key. Block it instead.',
    ]);
    expect(create({ maxBudget: '1,5' })).toEqual(['maxBudget: Enter an amount in US dollars, such as 25 or 12.50.']);
    expect(create({ maxBudget: '5', budgetDuration: 'monthly' })).toEqual([
      'budgetDuration: Enter a period such as 12h, 7d, 30d or 1mo.',
    ]);
    expect(create({ budgetDuration: '7d' })).toEqual(['maxBudget: Say how much may be spent in this period.']);
    expect(create({ rpmLimit: 0 })).toEqual(['rpmLimit: A limit of nothing would stop the key. Block it instead.']);
    expect(create({ tpmLimit: 1.5 })).toEqual(['tpmLimit: Enter a whole number.']);
    expect(create({ expiresAt: new Date(0) })).toEqual(['expiresAt: Choose a time in the future.']);
  });
});
