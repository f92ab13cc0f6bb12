import { type Command, Option } from 'commander';
import type { Run } from '../program.ts';

/** `gatehouse choices …` and its options. */
export function addChoices(program: Command, run: Run): void {
  const choices = program.command('choices').description('what your agents use');
  choices
    .command('show')
    .description('show what you have chosen, and what of it does not work')
    .action(run(async () => (await import('./choices.ts')).showChoices));
  choices
    .command('set')
    .description('choose a model, or a packaged set of agent models')
    .addArgument(choices.createArgument('<what>').choices(['default-model', 'small-model', 'preset']))
    .argument('<name>')
    .action(run(async () => (await import('./choices.ts')).setChoice));
  choices
    .command('clear')
    .description('leave something to Gatehouse again')
    .addArgument(
      choices
        .createArgument('<what>')
        .choices(['default-model', 'small-model', 'preset', 'agents', 'categories', 'exclusions', 'limits']),
    )
    .action(run(async () => (await import('./choices.ts')).clearChoice));
  choices
    .command('exclude')
    .description('leave models out; * stands for any text')
    .argument('<pattern...>')
    .action(run(async () => (await import('./choices.ts')).excludeModels));
  choices
    .command('include')
    .description('take a pattern back, or a model that a share excludes')
    .argument('<pattern...>')
    .action(run(async () => (await import('./choices.ts')).includeModels));
  for (const [name, what] of [
    ['agent', 'one agent'],
    ['category', 'one category of tasks'],
  ])
    choices
      .command(name ?? '')
      .description(`choose the models of ${what}, best first; none leaves it to Gatehouse`)
      .argument('<name>')
      .argument('[model...]')
      .option('--variant <effort>', 'how hard it thinks, such as low or high')
      .action(run(async () => (await import('./choices.ts'))[name === 'agent' ? 'setAgent' : 'setCategory']));
  choices
    .command('edit')
    .description('edit everything as JSON in your editor; null keeps a value')
    .addOption(new Option('--file <path>', 'take it from this file instead; - is the standard input'))
    .action(run(async () => (await import('./choices-edit.ts')).editChoices));
}
