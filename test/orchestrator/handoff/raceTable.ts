/**
 * What becomes of a handoff when two things happen to it at once. One line a pair: the end when the one is first, the end
 * when the other is first where it differs, and why that is right. The rep who was asked is `a`, the next in turn `b`.
 */
export interface Race {
  one: string;
  other: string;
  oneFirst: string;
  otherFirst: string;
  why: string | undefined;
}

const lastWord = 'the caller’s last word counts';

export const races = {
  ringing: read(`
    a accepts            | a accepts             | accepted by a
    a accepts            | a does not take it    | ringing b
    a accepts            | the caller leaves     | callback by a
    a accepts            | they have spoken      | completed
    a accepts            | a time is booked      | booked with a
    a accepts            | a contact is logged   | completed
    a accepts            | the ringing times out | accepted by a | callback by a | a time-out has promised the caller a call
    a does not take it   | a does not take it    | ringing b
    a does not take it   | the caller leaves     | callback by b | callback by a | whose phone rang last calls back
    a does not take it   | they have spoken      | ringing b     | completed     | one report contradicts the other: the first counts
    a does not take it   | a time is booked      | booked with b | booked with a | the meeting is with whose lead it is then
    a does not take it   | a contact is logged   | completed
    a does not take it   | the ringing times out | ringing b     | callback by a | after a time-out nobody knows that the caller is still there
    the caller leaves    | the caller leaves     | callback by a
    the caller leaves    | they have spoken      | callback by a | completed     | one report contradicts the other: the first counts
    the caller leaves    | a time is booked      | booked with a
    the caller leaves    | a contact is logged   | completed
    the caller leaves    | the ringing times out | callback by a
    they have spoken     | they have spoken      | completed
    they have spoken     | a time is booked      | completed     | booked with a | a meeting that is booked outlives the call; one that is not cannot be booked after it
    they have spoken     | a contact is logged   | completed
    they have spoken     | the ringing times out | completed     | callback by a | a time-out has promised the caller a call: one too many is better than none
    a time is booked     | a time is booked      | booked with a
    a time is booked     | a contact is logged   | booked with a | completed     | a meeting that is booked outlives the contact
    a time is booked     | the ringing times out | booked with a
    a contact is logged  | a contact is logged   | completed
    a contact is logged  | the ringing times out | completed
    the ringing times out | the ringing times out | callback by a
  `),
  accepted: read(`
    a does not take it  | a does not take it  | ringing b
    a does not take it  | the caller leaves   | callback by b | callback by a | whose phone rang last calls back
    a does not take it  | they have spoken    | ringing b     | completed     | one report contradicts the other: the first counts
    a does not take it  | a time is booked    | booked with b | booked with a | the meeting is with whose lead it is then
    a does not take it  | a contact is logged | completed
    a does not take it  | the talk times out  | ringing b     | completed     | after so long without a word the talk is taken to be over
    the caller leaves   | the caller leaves   | callback by a
    the caller leaves   | they have spoken    | callback by a | completed     | one report contradicts the other: the first counts
    the caller leaves   | a time is booked    | booked with a
    the caller leaves   | a contact is logged | completed
    the caller leaves   | the talk times out  | callback by a | completed     | after so long without a word the talk is taken to be over
    they have spoken    | they have spoken    | completed
    they have spoken    | a time is booked    | completed     | booked with a | a meeting that is booked outlives the call; one that is not cannot be booked after it
    they have spoken    | a contact is logged | completed
    they have spoken    | the talk times out  | completed
    a time is booked    | a time is booked    | booked with a
    a time is booked    | a contact is logged | booked with a | completed     | a meeting that is booked outlives the contact
    a time is booked    | the talk times out  | booked with a | completed     | after so long without a word the talk is taken to be over
    a contact is logged | a contact is logged | completed
    a contact is logged | the talk times out  | completed
    the talk times out  | the talk times out  | completed
  `),
  proposed: read(`
    the caller leaves        | the caller leaves        | callback by a
    the caller leaves        | a time is booked         | booked with a
    the caller leaves        | the meeting is cancelled | callback by a
    the caller leaves        | a contact is logged      | completed
    the caller leaves        | the choice times out     | callback by a
    a time is booked         | a time is booked         | booked with a
    a time is booked         | the meeting is cancelled | callback by a | booked with a | ${lastWord}
    a time is booked         | a contact is logged      | booked with a | completed     | a meeting that is booked outlives the contact
    a time is booked         | the choice times out     | booked with a
    the meeting is cancelled | the meeting is cancelled | callback by a
    the meeting is cancelled | a contact is logged      | completed
    the meeting is cancelled | the choice times out     | callback by a
    a contact is logged      | a contact is logged      | completed
    a contact is logged      | the choice times out     | completed
    the choice times out     | the choice times out     | callback by a
  `),
  booked: read(`
    a time is booked         | a time is booked         | booked with a
    a time is booked         | the meeting is cancelled | callback by a | booked with a | ${lastWord}
    a time is booked         | the meeting is over      | booked with a | completed     | a meeting that was moved in time is not over
    the meeting is cancelled | the meeting is cancelled | callback by a
    the meeting is cancelled | the meeting is over      | callback by a | completed     | what is over cannot be cancelled
    the meeting is over      | the meeting is over      | completed
  `),
  callback: read(`
    a time is booked    | a time is booked    | booked with a
    a time is booked    | a contact is logged | booked with a | completed     | a meeting that is booked outlives the contact
    a time is booked    | the callback lapses | booked with a | booked with b | the meeting is with whose lead it is then
    a contact is logged | a contact is logged | completed
    a contact is logged | the callback lapses | completed
    the callback lapses | the callback lapses | callback by b
  `)
};

function read(table: string): Race[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [one = '', other = '', oneFirst = '', otherFirst = oneFirst, why] = line
        .split('|')
        .map((cell) => cell.trim());
      return { one, other, oneFirst, otherFirst, why };
    });
}
