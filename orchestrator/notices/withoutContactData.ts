/**
 * A text without numbers to ring and addresses to write to. A Slack message is copied to phones, searched by everyone in
 * its channel and kept by a company that is not the caller's; whoever needs the number finds it on the lead, where
 * Salesforce decides who may see it. A summary is what an agent heard, so it may hold either.
 */
export function withoutContactData(text: string): string {
  return text
    .replace(/[^\s<>@,;:]+@[^\s<>@,;]+\.[^\s<>@,;.]+/g, '[address on the lead]')
    .replace(/(?<![\w.])\+?\(?\d[\d\s().\u2010-\u2013/-]{5,}\d(?!\w)/g, (match) =>
      isNumberToRing(match) ? '[number on the lead]' : match
    );
}

/** Seven digits are the shortest number that reaches anyone; a date has eight, in a form of its own. */
function isNumberToRing(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 16 && !/^\d{4}([-/.])\d{1,2}\1\d{1,2}$/.test(text.trim());
}
