import type { Operation, Step } from '../script/index.ts';
import type { World } from '../world.ts';
import { connect } from './connect.ts';
import { operateOnItem } from './items.ts';
import { operateOnPerson } from './people.ts';
import { operateOnSetting } from './settings.ts';
import { operateOnGateway, switchGroup } from './upkeep.ts';

/** Plays one operation; what belongs together happens one after another, everything else at once. */
export async function operate(world: World, operation: Step & Operation): Promise<void> {
  if ('item' in operation) return operateOnItem(world, operation);
  if (operation.do === 'connect') return connect(world, operation);
  if (operation.do === 'switch-group') return switchGroup(world, operation);
  if (operation.do === 'decide-setting' || operation.do === 'set-channel') return operateOnSetting(world, operation);
  if ('person' in operation) return operateOnPerson(world, operation);
  return operateOnGateway(world, operation);
}
