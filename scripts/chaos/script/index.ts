import { createRandom } from '../random.ts';
import { drawFault } from './faults.ts';
import { drawOperation, newScene } from './operations.ts';
import { createSettingsScript } from './settings.ts';
import type { Fault, Operation, ScriptOptions, Step } from './steps.ts';

export * from './steps.ts';

/**
 * What happens, as a pure function of the seed: a shorter script is the beginning of a longer one, so that a failure can
 * be looked for in fewer operations.
 */
export function writeScript(options: ScriptOptions): Step[] {
  const random = createRandom(options.seed);
  const scene = newScene(random, options);
  const settings = createSettingsScript(options);
  const steps: Step[] = [];
  let due: { after: number; step: Fault }[] = [];
  const add = (step: Operation | Fault) =>
    steps.push({ pauseMs: random.below(options.paceMs * 2 + 1), seed: random.below(2 ** 31), ...step });
  for (let done = 0; done < options.operations; done += 1) {
    for (const { step } of due.filter(({ after }) => after <= done)) add(step);
    due = due.filter(({ after }) => after > done);
    const later = (steps: number, step: Fault) => due.push({ after: done + 1 + random.below(steps), step });
    const fault = drawFault(random, options, later);
    if (fault) add(fault);
    add(drawOperation(scene));
    const aside = settings.draw();
    if (aside) steps.push({ pauseMs: settings.below(options.paceMs), seed: settings.below(2 ** 31), ...aside });
  }
  return steps;
}
