export { findLeftPeople, type LeftPerson } from './left.ts';
export { peoplePass } from './pass.ts';
