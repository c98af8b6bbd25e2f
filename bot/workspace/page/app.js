// The page: a sidebar, a conversation, a thread beside it, and what is played.
//
// The address says who looks at what: #/person/conversation/thread, so that two
// windows can be two people.

import { composer, edit } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { avatar, badge, list } from "./message.js";
import { panel } from "./panel.js";
import { act, answers, changed, channel, connect, isApp, lastRead, listen, markRead, mine, roots, seen, session, state, status, unread, user } from "./store.js";
import { typed } from "./text.js";
import { home, modals } from "./view.js";
import { language, w } from "./words.js";
import { report, say } from "./report.js";

document.documentElement.lang = language;

const narrow = matchMedia("(max-width: 760px)");
const seenHere = new Map(); // where the line of new messages stands, by conversation

// build makes what is always there.
function build() {
	const people = h("select", { "aria-label": w("playing"), onchange: (e) => go({ me: e.target.value, here: "", thread: "" }) });
	const nav = h("nav", { class: "sidebar", id: "sidebar", "aria-label": w("channels") });
	const menu = iconButton("menu", w("menu"), () => drawer(), { class: "icon-button menu-button", "aria-expanded": "false", "aria-controls": "sidebar" });
	const tools = panel(() => showPanel(false));
	const panelButton = h("button", { type: "button", class: "panel-button", "aria-pressed": "false", onclick: () => showPanel(tools.box.hidden) }, icon("gauge"), h("span", {}, w("panel")));
	const team = h("strong", { class: "team" });
	const lost = h("p", { class: "lost", role: "status", hidden: true }, w("lost"));
	const name = h("h1");
	const facts = h("p", { class: "facts" });
	const tabs = h("div", { class: "tabs", role: "tablist", hidden: true });
	const greeting = h("div", { class: "greeting", hidden: true });
	const messages = h("ol", { class: "messages", "aria-label": w("messages"), tabindex: "0" });
	const scroller = h("div", { class: "scroller" }, greeting, messages);
	const homePane = h("div", { class: "home", role: "tabpanel", tabindex: "0", "aria-label": w("home"), hidden: true });
	const prompts = h("div", { class: "prompts", role: "group", "aria-label": w("prompts"), hidden: true });
	const note = h("div", { class: "note" });
	const write = composer({
		where: () => ({ channel: state.here, thread: "" }), label: () => w("write", called(channel(state.here))), editLast: (m) => editAt(messages, m),
		sent: (ts) => {
			if (channel(state.here)?.im) go({ thread: ts });
			toEnd(scroller);
		},
	});
	const main = h("main", { class: "conversation", id: "main" }, h("header", { class: "head" }, h("div", { class: "title" }, name, facts), tabs), lost, scroller, homePane, note, prompts, write.box);
	const replies = h("ol", { class: "messages", "aria-label": w("thread"), tabindex: "0" });
	const replyScroller = h("div", { class: "scroller" }, replies);
	const where = h("p", { class: "facts" });
	const working = h("div", { class: "status", role: "status" });
	const answer = composer({
		where: () => ({ channel: state.here, thread: state.thread }), label: () => w("writeReply"), sent: () => toEnd(replyScroller), editLast: (m) => editAt(replies, m),
	});
	const thread = h("aside", { class: "thread", "aria-label": w("thread"), hidden: true },
		h("header", { class: "head" }, h("div", { class: "title" }, h("h2", {}, w("thread")), where), iconButton("close", w("closeThread"), () => go({ thread: "" }))),
		replyScroller, working, answer.box);
	for (const list of [messages, replies]) list.addEventListener("keydown", (e) => walk(e, list));
	for (const [pane, to] of [[main, write], [thread, answer]]) droppable(pane, to);
	const root = h("div", { class: "frame" },
		h("header", { class: "top" }, menu, team, h("label", { class: "player" }, icon("people"), h("span", {}, w("playing")), people), panelButton),
		nav, main, thread, tools.box);
	return { root, people, nav, menu, tools, panelButton, team, lost, name, facts, tabs, greeting, messages, scroller, homePane, prompts, note, write, main, replies, replyScroller, where, working, answer, thread };
}

// hear draws what a change touches. Changes that come together are drawn together.
const dirty = new Set();
let planned = false;

function hear(kind, detail) {
	if (kind === "everything") arrive();
	if (kind === "message_posted" && state.ready) announce(detail.message);
	dirty.add(kind);
	if (planned) return;
	planned = true;
	const later = document.hidden ? (f) => setTimeout(f, 50) : requestAnimationFrame;
	later(() => {
		planned = false;
		const kinds = new Set(dirty);
		dirty.clear();
		if (state.ready) draw(kinds);
		parts.lost.hidden = state.connected || !state.ready;
	});
}

const quietKinds = new Set(["call", "envelope_sent", "envelope_acked", "envelope_failed", "socket_opened", "socket_closed", "faults"]);

function draw(kinds) {
	parts.tools.draw();
	if ([...kinds].every((k) => quietKinds.has(k))) return;
	reading();
	frame();
	conversation();
	side();
	modals();
	navigation();
	if (left) {
		const root = parts.messages.querySelector(`[data-ts="${left}"]`);
		(root?.querySelector(".replies") ?? root)?.focus();
		left = "";
	}
}

// reading takes note of what is in front of the person.
function reading() {
	if (document.hidden) return;
	markRead(state.here, roots(state.here).at(-1)?.ts ?? "");
	if (state.thread) markRead(state.thread, answers(state.here, state.thread).at(-1)?.ts ?? "");
}

let left = ""; // the thread that was closed just now, whose root gets the focus

// arrive reads the address.
function arrive() {
	if (!state.ready) return;
	const [, me, here, thread] = decodeURIComponent(location.hash).split("/");
	const people = [...state.users.values()].filter((u) => !isApp(u.id) && u.id !== "USLACKBOT");
	const before = { me: state.me, here: state.here, thread: state.thread };
	state.me = people.some((u) => u.id === me) ? me : state.page.person || people[0]?.id;
	state.here = mine().some((c) => c.id === here) ? here : mine().find((c) => c.id === state.page.channel)?.id ?? mine()[0]?.id ?? "";
	state.thread = thread && state.messages.get(state.here)?.has(thread) ? thread : "";
	const moved = before.me !== state.me || before.here !== state.here;
	if (moved) {
		seenHere.set(state.here, lastRead(state.here));
		state.tab = "messages";
		parts.write.moved();
		drawer(false);
		toEnd(parts.scroller);
		if (appIM(channel(state.here))) act("open", { tab: state.tab }).catch(report);
		if (!narrow.matches && before.me) parts.write.focus();
	}
	if (moved || before.thread !== state.thread) {
		parts.answer.moved();
		toEnd(parts.replyScroller);
		if (state.thread && before.me && !narrow.matches) parts.answer.focus();
		else if (!state.thread && before.thread && !moved) left = before.thread;
	}
	changed("place");
}

// go looks at something else.
function go(to) {
	const { me, here, thread } = { me: state.me, here: state.here, thread: state.thread, ...to };
	const hash = `#/${[me, here, thread].join("/")}`;
	if (decodeURIComponent(location.hash) === hash) arrive();
	else location.hash = hash;
}

const appIM = (c) => Boolean(c?.im && c.user === state.me);
const called = (c) => (!c ? "" : c.im ? state.app.name : `#${c.name}`);

// frame draws what is around the conversation.
function frame() {
	document.title = `${called(channel(state.here))} | ${state.team.name}`;
	parts.team.textContent = state.team.name;
	const people = [...state.users.values()].filter((u) => !isApp(u.id) && u.id !== "USLACKBOT");
	const look = JSON.stringify(people);
	if (parts.people.look !== look) {
		parts.people.look = look;
		parts.people.replaceChildren(...people.map((u) => h("option", { value: u.id }, u.bot ? `${u.name} (${w("app")})` : u.guest ? `${u.name} (${w("guest")})` : u.name)));
	}
	parts.people.value = state.me;
}

function navigation() {
	const look = JSON.stringify([state.me, state.here, mine(), mine().map(unread)]);
	if (parts.nav.look === look) return;
	parts.nav.look = look;
	const focused = parts.nav.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
	const person = user(state.me);
	const entry = (c, sign, name, open) => {
		const n = unread(c);
		const here = c.id && c.id === state.here;
		return h("li", {}, h("button", {
			type: "button", class: `${here ? "here" : ""} ${n.news && !here ? "unread" : ""}`, "aria-current": here ? "page" : null, "data-channel": c.id, onclick: open,
		}, sign, h("span", { class: "label" }, name), n.meant && !here ? h("span", { class: "count" }, h("span", { "aria-hidden": "true" }, String(n.meant)), h("span", { class: "unseen" }, w("unread", n.meant))) : n.news && !here ? h("span", { class: "unseen" }, w("unreadMark")) : null));
	};
	const channels = mine().filter((c) => !c.im);
	const im = mine().find(appIM) ?? { id: "", im: true, user: state.me };
	const openIM = async () => {
		try {
			const { channel: id } = await act("open", { tab: "messages" });
			go({ here: id, thread: "" });
		} catch (e) {
			report(e);
		}
	};
	parts.nav.replaceChildren(
		h("h2", {}, w("channels")),
		h("ul", {}, channels.map((c) => entry(c, icon(c.private ? "lock" : "hash"), c.name, () => go({ here: c.id, thread: "" })))),
		person.bot ? "" : h("h2", {}, w("direct")),
		person.bot ? "" : h("ul", {}, entry(im, avatar(user(state.app.user), true), [state.app.name, " ", h("span", { class: "badge" }, w("app"))], openIM)),
		h("p", { class: "myself" }, avatar(person, true), h("span", {}, person.name, " ", h("small", {}, `(${w("you")})`))));
	if (focused) parts.nav.querySelector(`[data-channel="${focused}"]`)?.focus();
}

// host is what messages of a pane need to know of it.
const hostOf = (inThread) => ({ inThread, newFrom: inThread ? null : seenHere.get(state.here), openThread: (ts) => go({ thread: ts }) });

function conversation() {
	const c = channel(state.here);
	if (!c) return;
	const there = c.members.includes(state.app.user);
	parts.name.replaceChildren(c.im ? avatar(user(state.app.user), true) : icon(c.private ? "lock" : "hash"), called(c).replace(/^#/, ""), c.im ? badge(user(state.app.user)) : "");
	parts.facts.replaceChildren(c.im ? "" : w("members", c.members.length), c.shared ? h("span", { class: "badge warn" }, w("sharedChannel")) : "");
	drawTabs(c);
	const atHome = c.im && state.tab === "home";
	for (const e of [parts.scroller, parts.write.box]) e.hidden = atHome;
	parts.homePane.hidden = !atHome;
	if (atHome) home(parts.homePane);
	greet(c);
	const bottom = nearEnd(parts.scroller);
	list(parts.messages, roots(c.id), hostOf(false));
	if (bottom) toEnd(parts.scroller);
	parts.note.replaceChildren(there || user(state.me).bot ? "" : h("p", {}, w("absent", state.app.name), " ", h("button", {
		type: "button", class: "button", onclick: () => act("invite", { channel: c.id }).catch(report),
	}, w("invite", state.app.name))));
	suggest(c, atHome);
}

function drawTabs(c) {
	parts.tabs.hidden = !c.im;
	if (!c.im) return;
	const tab = (name) => h("button", {
		type: "button", role: "tab", "aria-selected": String(state.tab === name), tabindex: state.tab === name ? "0" : "-1", onclick: () => {
			state.tab = name;
			act("open", { tab: name }).catch(report);
			changed("place");
			requestAnimationFrame(() => parts.tabs.querySelector("[aria-selected=true]").focus());
		}, onkeydown: (e) => {
			if (e.key === "ArrowLeft" || e.key === "ArrowRight") [...parts.tabs.children].find((t) => t !== e.currentTarget).click();
		},
	}, w(name));
	if (parts.tabs.look === state.tab) return;
	parts.tabs.look = state.tab;
	parts.tabs.replaceChildren(tab("home"), tab("messages"));
}

// greet shows what to try, where the page begins.
function greet(c) {
	const tries = state.page.try?.[language] ?? [];
	parts.greeting.hidden = c.id !== state.page.channel || !tries.length || user(state.me).bot;
	const look = state.me + c.id;
	if (parts.greeting.hidden || parts.greeting.look === look) return;
	parts.greeting.look = look;
	parts.greeting.replaceChildren(
		h("h2", {}, w("greeting")),
		h("div", { class: "tries", role: "group", "aria-label": w("tryLabel") }, tries.map((t) => h("button", { type: "button", onclick: () => attempt(t.Message) }, h("small", {}, t.Title), h("span", {}, t.Message)))),
		h("p", { class: "quiet" }, w("askHint", state.app.name), " ", state.page.note?.[language] ?? ""));
}

// attempt asks a question and opens the thread that it will be answered in.
async function attempt(text) {
	try {
		const { ts } = await act("say", { channel: state.here, text: `<@${state.app.user}> ${text}` });
		if (state.messages.get(state.here)?.has(ts)) go({ thread: ts });
		else pending = ts;
		toEnd(parts.scroller);
	} catch (e) {
		report(e);
	}
}
let pending = "";

function suggest(c, atHome) {
	const p = c.im && !atHome ? state.prompts.get(c.id) : null;
	parts.prompts.hidden = !p?.prompts?.length;
	parts.prompts.replaceChildren(...(p?.prompts ?? []).map((x) => h("button", { type: "button", class: "prompt", onclick: () => parts.write.say(x.Message) }, x.Title)));
}

// side draws the thread.
function side() {
	if (pending && state.messages.get(state.here)?.has(pending)) {
		const ts = pending;
		pending = "";
		go({ thread: ts });
		return;
	}
	parts.thread.hidden = !state.thread;
	parts.root.classList.toggle("with-thread", Boolean(state.thread));
	if (!state.thread) return;
	const root = state.messages.get(state.here)?.get(state.thread);
	const all = [...(root ? [root] : []), ...answers(state.here, state.thread)];
	const bottom = nearEnd(parts.replyScroller);
	list(parts.replies, all, hostOf(true));
	parts.where.textContent = called(channel(state.here));
	const s = status(state.here, state.thread);
	const busy = session(state.here, state.thread)?.state === "processing";
	working(s, busy);
	if (bottom) toEnd(parts.replyScroller);
}

let turning = 0;

// working shows what the app is doing, its lines in turn, and a button to stop it.
function working(s, busy) {
	const look = JSON.stringify([s?.text, s?.loading, busy]);
	if (parts.working.look === look) return;
	parts.working.look = look;
	clearInterval(turning);
	if (!s && !busy) {
		parts.working.replaceChildren();
		return;
	}
	const lines = s?.loading?.length ? s.loading : [s?.text || w("working", state.app.name)];
	const line = h("span", {}, lines[0]);
	let n = 0;
	turning = setInterval(() => (line.textContent = lines[++n % lines.length]), 2500);
	parts.working.replaceChildren(h("span", { class: "spinner", "aria-hidden": "true" }), line,
		busy ? h("button", { type: "button", class: "button small", onclick: () => act("stop", { channel: state.here, thread: state.thread }).catch(report) }, icon("stop"), w("stop")) : "");
}

// announce has a screen reader say what others wrote here.
function announce(m) {
	if (m.user === state.me || m.channel !== state.here || (m.ephemeral && m.ephemeral !== state.me)) return;
	if (m.text) say(`${user(m.user).name}: ${typed(m.text).slice(0, 300)}`);
}

const nearEnd = (e) => e.scrollHeight - e.scrollTop - e.clientHeight < 120;
const toEnd = (e) => requestAnimationFrame(() => (e.scrollTop = e.scrollHeight));

// walk moves the focus from message to message.
function walk(e, list) {
	if (!["ArrowDown", "ArrowUp"].includes(e.key) || e.target.closest("textarea, select, [role=menu]")) return;
	const all = [...list.querySelectorAll(".message")];
	const i = all.indexOf(document.activeElement?.closest(".message"));
	const next = all[i < 0 ? all.length - 1 : i + (e.key === "ArrowDown" ? 1 : -1)];
	if (next) {
		e.preventDefault();
		next.focus();
	}
}

function editAt(list, m) {
	const body = list.querySelector(`[data-ts="${m.ts}"] .words`);
	if (body) edit(body, typed(m.text), (text) => act("edit", { ts: m.ts, text }));
}

// droppable lets files be dropped on a pane.
function droppable(pane, to) {
	const sign = h("p", { class: "drop", hidden: true }, w("dropHere"));
	pane.append(sign);
	let deep = 0;
	const show = (on) => (sign.hidden = !on);
	pane.addEventListener("dragenter", (e) => {
		if (!e.dataTransfer.types.includes("Files")) return;
		deep++;
		show(true);
	});
	pane.addEventListener("dragleave", () => {
		deep = Math.max(0, deep - 1);
		show(deep > 0);
	});
	pane.addEventListener("dragover", (e) => e.preventDefault());
	pane.addEventListener("drop", (e) => {
		e.preventDefault();
		deep = 0;
		show(false);
		to.take(e.dataTransfer.files[0]);
	});
}

// drawer opens or closes the sidebar where it lies over the conversation.
function drawer(open = !parts.root.classList.contains("with-drawer")) {
	parts.root.classList.toggle("with-drawer", open);
	parts.menu.setAttribute("aria-expanded", String(open));
	if (open) parts.nav.querySelector("button")?.focus();
}

function showPanel(open) {
	parts.tools.box.hidden = !open;
	parts.root.classList.toggle("with-panel", open);
	parts.panelButton.setAttribute("aria-pressed", String(open));
	parts.tools.draw();
	if (!open) parts.panelButton.focus();
}

document.addEventListener("keydown", (e) => {
	if (e.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) {
		if (parts.root.classList.contains("with-drawer")) drawer(false);
		else if (state.thread) go({ thread: "" });
	}
	if (e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
		const all = mine();
		const i = all.findIndex((c) => c.id === state.here);
		const next = all[i + (e.key === "ArrowDown" ? 1 : -1)];
		if (next) {
			e.preventDefault();
			go({ here: next.id, thread: "" });
		}
	}
});
document.addEventListener("visibilitychange", () => changed("place"));

const parts = build();
document.getElementById("app").replaceChildren(parts.root);
addEventListener("hashchange", arrive);
listen(hear);
connect();
