export { peoplePass } from './pass.ts';
