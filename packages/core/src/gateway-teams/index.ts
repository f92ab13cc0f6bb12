export { teamsPass } from './pass.ts';
