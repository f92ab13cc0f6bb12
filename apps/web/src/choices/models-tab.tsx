'use client';

import type { EditedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { type BundlePreset, bundlePresets } from '@gatehouse/contracts/bundles';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { LimitRows } from './limit-rows.tsx';
import { ModelInput } from './model-input.tsx';
import type { Edit } from './use-draft.ts';

type TabProps = { choices: EditedBundleChoices; edit: Edit; models: readonly string[] };

export function ModelsTab({ choices, edit, models }: TabProps) {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const isKnown = (preset: string | undefined): preset is BundlePreset =>
    preset !== undefined && Object.hasOwn(bundlePresets, preset);
  return (
    <>
      <Card>
        <CardHeader
          title="Models"
          description="What an agent starts with. Leave it open, and a fitting one is chosen."
        />
        <CardBody className="grid gap-4 sm:grid-cols-2">
          <Field label="Default model" isOptional hint="For the main work.">
            {(control) => (
              <ModelInput
                {...control}
                models={models}
                placeholder="Chosen for you"
                value={choices.defaultModel ?? ''}
                onChange={(text) => edit({ defaultModel: given(text) })}
              />
            )}
          </Field>
          <Field label="Small model" isOptional hint="For titles, summaries and other small things.">
            {(control) => (
              <ModelInput
                {...control}
                models={models}
                placeholder="Chosen for you"
                value={choices.smallModel ?? ''}
                onChange={(text) => edit({ smallModel: given(text) })}
              />
            )}
          </Field>
          <SelectField
            label="Set of agent models"
            isOptional
            value={choices.preset ?? ''}
            onChange={(event) => edit({ preset: given(event.target.value) })}
            hint={
              isKnown(choices.preset)
                ? bundlePresets[choices.preset]
                : 'For clients with several agents. What you give an agent yourself goes before it.'
            }
            className="sm:col-span-2"
          >
            <option value="">None</option>
            {Object.keys(bundlePresets).map((preset) => (
              <option key={preset} value={preset}>
                {preset[0]?.toUpperCase() + preset.slice(1)}
              </option>
            ))}
            {choices.preset !== undefined && !isKnown(choices.preset) && (
              <option value={choices.preset}>{choices.preset} (not there any more)</option>
            )}
          </SelectField>
        </CardBody>
      </Card>
      <LimitRows limits={choices.limits} models={models} onChange={(limits) => edit({ limits })} />
    </>
  );
}
