/** The page of the stage: places calls, shows what the voice agent does, and puts the reps on screen that are needed. */

const byId = (id) => document.getElementById(id);
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const facts = await (await fetch('/api/stage')).json();

/** Whoever is on screen, left and right. `usedAt` tells whose place is taken when another rep is needed. */
const places = [];
let play;
let ringTimer;

byId('clock').textContent = facts.clockNote ?? '';

for (const { name, title, text } of facts.scripts) {
  const button = make(
    'button',
    { type: 'button', className: 'stage-script', onclick: () => place(name) },
    make('strong', { textContent: title }),
    make('span', { className: 'slds-text-body_small', textContent: text })
  );
  button.dataset.script = name;
  byId('scripts').append(make('li', {}, button));
}

const first = ['Priya Raman', 'Marcus Chen'].map((name) => facts.reps.find((rep) => rep.name === name));
first.forEach((rep, index) => places.push(repPlace(rep ?? facts.reps[index], index)));

byId('accept').onclick = () => act('accept');
byId('hang-up').onclick = () => act('hang-up');

/** A rep's Lightning page with a choice of the rep above it. */
function repPlace(rep, index) {
  const select = make('select', { className: 'slds-select', id: `rep-${index}` });
  for (const { id, name } of facts.reps) select.append(make('option', { value: id, textContent: name }));
  const frame = make('iframe', { allow: 'autoplay' });
  const section = make(
    'section',
    { className: 'stage-rep' },
    make(
      'div',
      { className: 'stage-rep-bar' },
      make('label', { htmlFor: select.id, textContent: index === 0 ? 'Rep on the left' : 'Rep on the right' }),
      make('div', { className: 'slds-select_container' }, select)
    ),
    frame
  );
  const here = {
    section,
    usedAt: 0,
    repId: undefined,
    show(repId) {
      if (here.repId === repId) return;
      here.repId = repId;
      const { name } = facts.reps.find(({ id }) => id === repId);
      select.value = repId;
      frame.title = `Salesforce as ${name}`;
      frame.src = `${facts.orgUrl}/lightning/page/home?rep=${encodeURIComponent(repId)}`;
    }
  };
  select.onchange = () => here.show(select.value);
  byId('reps').append(section);
  here.show(rep.id);
  return here;
}

/** Puts this rep on screen, in the place that has been of no use for longest, and marks the place. */
function bringOnScreen(repId) {
  const place = places.find((each) => each.repId === repId) ?? places.reduce((a, b) => (a.usedAt <= b.usedAt ? a : b));
  place.show(repId);
  place.usedAt = performance.now();
  for (const each of places) each.section.classList.toggle('stage-rep_rings', each === place);
}

async function place(script) {
  complain();
  const reply = await ask('/api/plays', { script });
  if (!reply) return;
  const { id } = await reply.json();
  play = id;
  byId('log').replaceChildren();
  setPlaying(true);
  const stream = new EventSource(`/api/plays/${id}/log`);
  stream.onmessage = ({ data }) => {
    const entry = JSON.parse(data);
    show(entry);
    if (entry.kind === 'ended' || entry.kind === 'failed') {
      stream.close();
      quiet();
      setPlaying(false);
    }
  };
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED) {
      complain('The stage has ended. Start it again with npm start, and load this page anew.');
      setPlaying(false);
    }
  };
}

async function act(what) {
  complain();
  await ask(`/api/plays/${play}/${what}`, {});
}

/** @returns the reply, or undefined when it was refused and the visitor has been told */
async function ask(path, body) {
  try {
    const reply = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
    if (reply.ok) return reply;
    complain((await reply.json()).message);
  } catch {
    complain('The stage does not answer. Start it again with npm start, and load this page anew.');
  }
  return undefined;
}

function complain(text = '') {
  byId('notice').textContent = text;
  byId('notice').className = text === '' ? 'slds-hide' : 'stage-notice';
}

function setPlaying(isPlaying) {
  byId('scripts').classList.toggle('stage-scripts_playing', isPlaying);
  for (const button of document.querySelectorAll('.stage-script')) button.disabled = isPlaying;
}

function quiet() {
  clearInterval(ringTimer);
  byId('ringing').classList.add('slds-hide');
  for (const { section } of places) section.classList.remove('stage-rep_rings');
}

function ring({ repId, text, seconds }) {
  bringOnScreen(repId);
  byId('ringing-text').textContent = text;
  byId('ringing').classList.remove('slds-hide');
  const until = performance.now() + seconds * 1000;
  const count = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    byId('ringing-seconds').textContent = `${left} s`;
  };
  clearInterval(ringTimer);
  ringTimer = setInterval(count, 250);
  count();
}

const rowsOf = (rows) =>
  make(
    'dl',
    {},
    ...rows.flatMap(({ name, text }, index) => [
      make('dt', { textContent: rows[index - 1]?.name === name ? '' : name }),
      make('dd', { textContent: text, className: name === 'agent says' ? 'stage-said' : '' })
    ])
  );

/** One entry of the log; what rings is shown above it too. */
function show(entry) {
  const line = make('li');
  switch (entry.kind) {
    case 'request':
      line.append(
        make('div', { textContent: entry.text }),
        make('code', { textContent: `${entry.method} ${entry.path}` })
      );
      if (entry.body) {
        line.append(
          make(
            'details',
            {},
            make('summary', { className: 'slds-text-body_small', textContent: 'what is sent' }),
            make('pre', { className: 'slds-text-body_small', textContent: JSON.stringify(entry.body, undefined, 2) })
          )
        );
      }
      break;
    case 'answer':
      line.append(make('code', { textContent: `${entry.status}, after ${entry.ms} ms` }), rowsOf(entry.rows));
      break;
    case 'news':
      line.append(make('code', { textContent: 'news, by the stream of events' }), rowsOf(entry.rows));
      break;
    case 'ringing':
      ring(entry);
      line.append(make('div', { textContent: `${entry.repName}’s phone rings.` }));
      break;
    case 'quiet':
      quiet();
      return;
    case 'failed':
      line.append(make('strong', { textContent: entry.text }), make('div', { textContent: entry.next }));
      break;
    case 'ended':
      line.append(make('strong', { textContent: entry.text }));
      break;
    default:
      line.append(make('em', { textContent: entry.text }));
  }
  byId('log').append(line);
  line.scrollIntoView({ block: 'nearest' });
}
