import type { Command } from 'commander';
import type { Run } from '../program.ts';

/** `gatehouse teams …` and its options. */
export function addTeams(program: Command, run: Run): void {
  const teams = program.command('teams').description('the teams you are in, and what they leave out');
  teams
    .command('list')
    .description('list your teams')
    .option('--all', 'everybody’s, if you may')
    .action(run(async () => (await import('./teams.ts')).listTeams));
  teams
    .command('show')
    .description('show who is in a team and what it leaves out')
    .argument('<team>', 'name or id')
    .action(run(async () => (await import('./teams.ts')).showTeam));
  addMaking(teams, run);
  addMembers(teams, run);
  teams
    .command('exclude')
    .description('leave models out of the bundles of its members; * stands for any text')
    .argument('<team>', 'name or id')
    .argument('<pattern...>')
    .action(run(async () => (await import('./teams-edit.ts')).excludeForTeam));
  teams
    .command('include')
    .description('take patterns of the team back')
    .argument('<team>', 'name or id')
    .argument('<pattern...>')
    .action(run(async () => (await import('./teams-edit.ts')).includeForTeam));
}

function addMaking(teams: Command, run: Run): void {
  teams
    .command('create')
    .description('make a team')
    .argument('<name>')
    .option('--description <text>', 'what it is for')
    .action(run(async () => (await import('./teams-edit.ts')).createTeam));
  teams
    .command('rename')
    .description('call a team something else')
    .argument('<team>', 'name or id')
    .argument('<new-name>')
    .action(run(async () => (await import('./teams-edit.ts')).renameTeam));
  teams
    .command('describe')
    .description('say what a team is for')
    .argument('<team>', 'name or id')
    .argument('<text>')
    .action(run(async () => (await import('./teams-edit.ts')).describeTeam));
  teams
    .command('remove')
    .description('remove a team; its members stay')
    .argument('<team>', 'name or id')
    .option('-y, --yes', 'do not ask')
    .action(run(async () => (await import('./teams-edit.ts')).removeTeam));
}

function addMembers(teams: Command, run: Run): void {
  teams
    .command('add')
    .description('put somebody into a team')
    .argument('<team>', 'name or id')
    .argument('<email>', 'the address that they sign in with')
    .option('--admin', 'they may manage its members and what it leaves out')
    .action(run(async () => (await import('./teams-members.ts')).addMember));
  teams
    .command('drop')
    .description('take somebody out of a team')
    .argument('<team>', 'name or id')
    .argument('<person>', 'e-mail address, name or id')
    .action(run(async () => (await import('./teams-members.ts')).dropMember));
  const role = teams.command('role').description('make a member an admin of the team, or no longer');
  role
    .argument('<team>', 'name or id')
    .argument('<person>', 'e-mail address, name or id')
    .addArgument(role.createArgument('<role>').choices(['admin', 'member']))
    .action(run(async () => (await import('./teams-members.ts')).setRole));
}
