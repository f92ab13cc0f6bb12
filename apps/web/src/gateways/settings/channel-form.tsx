'use client';

import {
  type ChannelAlias,
  type ChannelMapName,
  channelMapNames,
  knownChannels,
  type SetGatewayChannelInput,
  setGatewayChannelInput,
} from '@gatehouse/contracts/gateway-settings';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { parseModelIds } from '../../forms/model-lines.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { SelectField, TextareaField, TextField } from '../../ui/field.tsx';
import { useAction } from '../use-action.ts';
import { AliasRows } from './alias-rows.tsx';
import type { Channel } from './gateway-channels.tsx';
import { mapLabels } from './setting-text.ts';

type ChannelFormProps = {
  gatewayId: string;
  channels: Channel[];
  /** Null: one that is chosen here. */
  channel: Channel | null;
  onDone: () => void;
};

export function ChannelForm({ gatewayId, channels, channel, onDone }: ChannelFormProps) {
  const [map, setMap] = useState<ChannelMapName>(channel?.map ?? 'excluded-models');
  const [name, setName] = useState(channel?.channel ?? '');
  const [patterns, setPatterns] = useState(channel?.map === 'excluded-models' ? channel.patterns.join('\n') : '');
  const [aliases, setAliases] = useState<ChannelAlias[]>(channel?.map === 'model-aliases' ? channel.aliases : []);
  const [mistake, setMistake] = useState<string | null>(null);
  const utils = api.useUtils();
  const set = api.gatewaySettings.setChannel.useMutation();
  const action = useAction(async (input: SetGatewayChannelInput) => {
    utils.gatewaySettings.list.setData({ gatewayId }, await set.mutateAsync(input));
    toast.success('Saved. It is being written to the gateway.');
    onDone();
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const known = channels.find((one) => one.map === map && one.channel === name.trim().toLowerCase());
    const facts = { gatewayId, channel: name, version: known?.version ?? 0 };
    const filled = aliases.filter((row) => row.name.trim() !== '' || row.alias.trim() !== '');
    const input =
      map === 'excluded-models'
        ? { map, ...facts, patterns: [...ownBefore(known, channel), ...parseModelIds(patterns)] }
        : { map, ...facts, aliases: [...ownAliasesBefore(known, channel), ...filled] };
    const parsed = setGatewayChannelInput.safeParse(input);
    setMistake(parsed.success ? null : (parsed.error.issues[0]?.message ?? 'Check the fields.'));
    if (parsed.success) await action.run(parsed.data);
  };

  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        {!channel && (
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField label="What" value={map} onChange={(event) => setMap(event.target.value as ChannelMapName)}>
              {channelMapNames.map((one) => (
                <option key={one} value={one}>
                  {mapLabels[one]}
                </option>
              ))}
            </SelectField>
            <TextField
              label="Channel"
              list="known-channels"
              placeholder="claude"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <datalist id="known-channels">
              {knownChannels.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </div>
        )}
        {map === 'excluded-models' ? (
          <TextareaField
            label="Excluded models"
            rows={6}
            placeholder={'one-model-id\nanother-*'}
            hint="One a line; * stands for any text. They are not offered through accounts of this channel."
            value={patterns}
            onChange={(event) => setPatterns(event.target.value)}
          />
        ) : (
          <AliasRows aliases={aliases} onChange={setAliases} />
        )}
        <FormProblem problem={mistake ? { text: mistake, requestId: null } : action.problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={action.isBusy}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Adding to a channel of which something is kept already keeps that as well. */
const ownBefore = (known: Channel | undefined, edited: Channel | null): string[] =>
  edited === null && known?.map === 'excluded-models' ? known.patterns : [];

const ownAliasesBefore = (known: Channel | undefined, edited: Channel | null): ChannelAlias[] =>
  edited === null && known?.map === 'model-aliases' ? known.aliases : [];
