'use client';

import { addTeamMemberInput } from '@gatehouse/contracts/teams';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { teamRoleLabels } from '../messages/en.ts';
import { Button } from '../ui/button.tsx';
import { CardBody } from '../ui/card.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { useShowTeam } from './use-teams.ts';

export function AddMemberForm({ teamId }: { teamId: string }) {
  const form = useZodForm(addTeamMemberInput, { teamId, email: '', role: 'member' });
  const add = api.teams.addMember.useMutation();
  const show = useShowTeam();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      show(await add.mutateAsync(input));
      form.reset();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { person_unknown: 'email', team_member_taken: 'email' }));
    }
  });
  return (
    <CardBody className="grid gap-3 border-t border-line pt-4">
      <form onSubmit={submit} noValidate className="grid items-start gap-3 sm:grid-cols-[1fr_10rem_auto]">
        <TextField
          label="E-mail of a colleague"
          type="email"
          autoComplete="off"
          error={errors.email?.message}
          {...form.register('email')}
        />
        <SelectField label="Role" error={errors.role?.message} {...form.register('role')}>
          <option value="member">{teamRoleLabels.member}</option>
          <option value="admin">{teamRoleLabels.admin}</option>
        </SelectField>
        <Button type="submit" className="h-9 w-fit sm:mt-7" isBusy={isSubmitting}>
          <UserPlus aria-hidden /> Add
        </Button>
      </form>
      <FormProblem problem={problem} />
    </CardBody>
  );
}
