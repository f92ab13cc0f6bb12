'use client';

import { useState } from 'react';
import type { Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';

/** Something that a person starts and that may fail: whether it runs, and why it failed. */
export function useAction<Input>(act: (input: Input) => Promise<unknown>) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>(null);
  const run = async (input: Input): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await act(input);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, problem, forget: () => setProblem(null) };
}
