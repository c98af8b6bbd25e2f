// What the server has told, and who is looking at what.

export const state = {
	ready: false, connected: false, team: {}, app: {}, page: {}, users: new Map(), channels: new Map(), messages: new Map(),
	statuses: new Map(), sessions: new Map(), prompts: new Map(), views: new Map(), log: [], sockets: [], faults: [],
	me: "", here: "", tab: "messages", thread: "",
};

const listeners = [];

// listen has f told of every change: its kind, and what the server said of it.
export function listen(f) {
	listeners.push(f);
}

export function changed(kind, detail = {}) {
	for (const f of listeners) f(kind, detail);
}

// act does something as a person; it rejects with why it could not be done.
export async function act(what, fields = {}) {
	const response = await fetch("do", {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ do: what, user: state.me, ...fields }),
	});
	const answer = await response.json();
	if (!answer.ok) throw new Error(answer.error);
	if (answer.faults) {
		state.faults = answer.faults;
		changed("faults");
	}
	return answer;
}

const key = (channel, thread) => `${channel} ${thread}`;

// connect follows the server for as long as the page is open.
export function connect() {
	const events = new EventSource("events");
	events.onmessage = (e) => take(JSON.parse(e.data));
	events.onopen = () => {
		state.connected = true;
		changed("connection");
	};
	events.onerror = () => {
		state.connected = false;
		changed("connection");
	};
}

function take(c) {
	switch (c.kind) {
	case "everything":
		everything(c);
		break;
	case "message_posted": case "message_changed": case "message_deleted": case "reaction":
		put(c.message, c.gone);
		if (c.status) putStatus(c.status);
		break;
	case "view":
		state.views.set(c.views.user, c.views);
		break;
	case "session":
		state.sessions.set(key(c.session.channel, c.session.thread), c.session);
		putStatus(c.status);
		break;
	case "status":
		putStatus(c.status);
		break;
	case "prompts":
		state.prompts.set(c.prompts.channel, c.prompts);
		break;
	case "people":
		putPeople(c.people);
		break;
	case "call": case "envelope_sent": case "envelope_acked": case "envelope_failed": case "socket_opened": case "socket_closed":
		record(c);
	}
	if (c.sockets) state.sockets = c.sockets;
	if (c.faults) state.faults = c.faults;
	changed(c.kind, c);
}

function everything(c) {
	Object.assign(state, { team: c.team, app: c.app, page: c.page, sockets: c.sockets, faults: c.faults });
	for (const name of ["messages", "statuses", "sessions", "prompts", "views"]) state[name].clear();
	putPeople(c.people);
	for (const m of c.messages) put(m, false);
	for (const s of c.statuses) putStatus(s);
	for (const s of c.sessions) state.sessions.set(key(s.channel, s.thread), s);
	for (const p of c.prompts) state.prompts.set(p.channel, p);
	for (const v of c.views) state.views.set(v.user, v);
	state.log = [];
	for (const l of c.log) record(l);
	state.ready = true;
}

function putPeople(p) {
	state.users = new Map(p.users.map((u) => [u.id, u]));
	state.channels = new Map(p.channels.map((c) => [c.id, c]));
}

function put(m, gone) {
	let list = state.messages.get(m.channel);
	if (!list) state.messages.set(m.channel, (list = new Map()));
	if (gone) list.delete(m.ts);
	else list.set(m.ts, m);
}

function putStatus(s) {
	state.statuses.set(key(s.channel, s.thread), s);
}

const longestLog = 2000;

// record puts a line into the log; what is said of an envelope stays one line.
function record(c) {
	if (c.envelope) {
		const known = state.log.find((l) => l.envelope?.id === c.envelope.id);
		if (known) {
			const late = known.envelope.failure && c.kind === "envelope_acked";
			known.envelope = late ? { ...c.envelope, failure: known.envelope.failure } : c.envelope;
			return;
		}
	}
	state.log.push(c);
	if (state.log.length > longestLog) state.log.shift();
}

export const user = (id) => state.users.get(id) ?? { id, name: id, real: id };
export const channel = (id) => state.channels.get(id);
export const isApp = (id) => id === state.app.user;
export const status = (c, thread) => {
	const s = state.statuses.get(key(c, thread));
	return s && (s.text || s.loading?.length) && s.until > Date.now() ? s : null;
};
export const session = (c, thread) => state.sessions.get(key(c, thread));

// mine are the conversations that the person who is played is in.
export const mine = () => [...state.channels.values()].filter((c) => c.members?.includes(state.me) && !c.archived);

// seen are the messages of a conversation that the person sees, oldest first.
export function seen(c) {
	return [...(state.messages.get(c)?.values() ?? [])]
		.filter((m) => !m.ephemeral || m.ephemeral === state.me)
		.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

export const roots = (c) => seen(c).filter((m) => !m.thread || m.broadcast);
export const answers = (c, ts) => seen(c).filter((m) => m.thread === ts);

// Who has read what, on this page: the timestamp of the youngest message by person and
// place. What was there when the page opened counts as read.
const read = new Map();
const opened = `${Math.floor(Date.now() / 1000) + 1}.000000`;

export const lastRead = (place) => read.get(key(state.me, place)) ?? opened;
export function markRead(place, ts) {
	if (ts > lastRead(place)) read.set(key(state.me, place), ts);
}

// unread counts what is new in a conversation, and how much of it is meant for the person.
export function unread(c) {
	const news = seen(c.id).filter((m) => m.user !== state.me && m.ts > lastRead(m.thread || c.id) && (!m.thread || involved(c.id, m.thread)));
	const meant = news.filter((m) => c.im || m.ephemeral || m.text.includes(`<@${state.me}>`));
	return { news: news.length, meant: meant.length };
}

// involved tells whether the person wrote in a thread.
export const involved = (c, thread) => seen(c).some((m) => m.user === state.me && (m.ts === thread || m.thread === thread));
