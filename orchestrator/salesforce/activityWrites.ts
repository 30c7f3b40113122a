/** The Task of a callback and the Event of a meeting, as subrequests of their step. */
import type { Subrequest } from './composite.ts';
import type { StepWrite } from './stepWrite.ts';

export function taskSubrequest({ task, leadId }: StepWrite): Subrequest[] {
  switch (task?.kind) {
    case undefined:
      return [];
    case 'create': {
      const { ownerId, subject, description, dueDate, remindAt } = task;
      return [
        {
          method: 'POST',
          path: '/sobjects/Task',
          referenceId: 'task',
          body: {
            OwnerId: ownerId,
            WhoId: leadId,
            Subject: subject,
            Description: description,
            ActivityDate: dueDate,
            Status: 'Not Started',
            Priority: 'High',
            IsReminderSet: true,
            ReminderDateTime: remindAt
          }
        }
      ];
    }
    case 'reassign':
      return [
        {
          method: 'PATCH',
          path: `/sobjects/Task/${task.id}`,
          referenceId: 'task',
          body: {
            OwnerId: task.ownerId,
            ActivityDate: task.dueDate,
            IsReminderSet: true,
            ReminderDateTime: task.remindAt
          }
        }
      ];
    case 'close':
      return [
        {
          method: 'PATCH',
          path: `/sobjects/Task/${task.id}`,
          referenceId: 'task',
          body: { Status: task.status, IsReminderSet: false }
        }
      ];
  }
}

export function eventSubrequest({ event, leadId }: StepWrite): Subrequest[] {
  switch (event?.kind) {
    case undefined:
      return [];
    case 'create': {
      const { ownerId, subject, description, startsAt, endsAt } = event;
      return [
        {
          method: 'POST',
          path: '/sobjects/Event',
          referenceId: 'meeting',
          body: {
            OwnerId: ownerId,
            WhoId: leadId,
            Subject: subject,
            Description: description,
            StartDateTime: startsAt,
            EndDateTime: endsAt,
            ShowAs: 'Busy'
          }
        }
      ];
    }
    case 'move':
      return [
        {
          method: 'PATCH',
          path: `/sobjects/Event/${event.id}`,
          referenceId: 'meeting',
          body: { OwnerId: event.ownerId, StartDateTime: event.startsAt, EndDateTime: event.endsAt }
        }
      ];
    case 'cancel':
      // Kept, and free: Baton deletes nothing, and the rep sees what became of it.
      return [
        {
          method: 'PATCH',
          path: `/sobjects/Event/${event.id}`,
          referenceId: 'meeting',
          body: { Subject: event.subject, ShowAs: 'Free' }
        }
      ];
  }
}
