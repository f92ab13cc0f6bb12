'use client';

import { createTeamInput } from '@gatehouse/contracts/teams';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextareaField, TextField } from '../ui/field.tsx';
import { type Team, useShowTeam } from './use-teams.ts';

type TeamDialogProps = { team: Team | null; isOpen: boolean; onClose: () => void };

/** Makes a team, or changes the name and description of one. */
export function TeamDialog({ team, isOpen, onClose }: TeamDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onClose} title={team ? `Edit ${team.name}` : 'New team'} size="sm">
      {isOpen && <TeamForm team={team} onClose={onClose} />}
    </Dialog>
  );
}

function TeamForm({ team, onClose }: Omit<TeamDialogProps, 'isOpen'>) {
  const form = useZodForm(createTeamInput, { name: team?.name ?? '', description: team?.description ?? '' });
  const [problem, setProblem] = useState<Problem>(null);
  const save = useSave(team, onClose);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await save(input);
    } catch (error) {
      setProblem(placeServerErrors(form, error, { team_name_taken: 'name' }));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
        <TextareaField
          label="Description"
          isOptional
          rows={3}
          error={errors.description?.message}
          {...form.register('description')}
        />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          {team ? 'Save' : 'Make team'}
        </Button>
      </DialogFooter>
    </form>
  );
}

function useSave(team: Team | null, onClose: () => void) {
  const create = api.teams.create.useMutation();
  const update = api.teams.update.useMutation();
  const utils = api.useUtils();
  const show = useShowTeam();
  const router = useRouter();
  return async (input: { name: string; description: string }) => {
    if (team) {
      show(await update.mutateAsync({ id: team.id, version: team.version, ...input }));
      toast.success('Saved.');
      onClose();
      return;
    }
    const { id } = await create.mutateAsync(input);
    await utils.teams.list.invalidate();
    router.push(`/teams/${id}`);
  };
}
