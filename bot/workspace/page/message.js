// One message, and lists of them.

import { blocks, task } from "./blocks.js";
import { h, icon, iconButton } from "./dom.js";
import { edit } from "./composer.js";
import { act, answers, channel, isApp, lastRead, involved, session, state, status, user } from "./store.js";
import { emoji, markdown, mrkdwn, typed } from "./text.js";
import { clockTime, dayOf, w, wholeTime } from "./words.js";
import { report } from "./report.js";

const hues = 7;

// avatar is a person's sign.
export function avatar(u, small) {
	let hue = 0;
	for (const c of u.id) hue = (hue * 31 + c.codePointAt(0)) % hues;
	const sign = isApp(u.id) ? icon("thread") : [...u.name][0].toUpperCase();
	return h("span", { class: `avatar ${isApp(u.id) ? "is-app" : `hue-${hue}`} ${small ? "small" : ""}`, "aria-hidden": "true" }, sign);
}

// badge says what kind of person somebody is, where that is not plain.
export function badge(u) {
	if (u.bot) return h("span", { class: "badge" }, w("app"));
	return u.guest ? h("span", { class: "badge" }, w("guest")) : null;
}

// list fills an <ol> with messages, and keeps the elements of those that did not change.
export function list(into, messages, host) {
	const before = into.drawn ?? new Map();
	const after = new Map();
	const items = [];
	let previous = null;
	for (const m of messages) {
		if (!previous || dayOf(previous.ts) !== dayOf(m.ts)) {
			items.push(h("li", { class: "day" }, h("span", {}, dayOf(m.ts))));
			previous = null;
		}
		const fresh = host.newFrom && m.ts > host.newFrom && m.user !== state.me && !items.fresh;
		if (fresh) {
			items.push(h("li", { class: "new-line" }, h("span", {}, w("newMessages"))));
			items.fresh = true;
			previous = null;
		}
		const joined = previous && previous.user === m.user && !m.ephemeral && !previous.ephemeral && Number(m.ts) - Number(previous.ts) < 300 && !previous.replies;
		const look = JSON.stringify([m, joined, host.inThread || replyState(m), state.me]);
		let item = before.get(m.ts);
		if (item?.look !== look) {
			const focused = item?.contains(document.activeElement) ? document.activeElement : null;
			const replaced = message(m, joined, host);
			replaced.look = look;
			if (focused) refocus(item, replaced, focused);
			item = replaced;
		}
		after.set(m.ts, item);
		items.push(item);
		previous = { ...m, replies: !host.inThread && answers(m.channel, m.ts).length };
	}
	into.drawn = after;
	sync(into, items);
}

// sync makes an element's children those, touching only what differs.
function sync(into, items) {
	items.forEach((item, i) => {
		if (into.children[i] !== item) into.insertBefore(item, into.children[i] ?? null);
	});
	while (into.children.length > items.length) into.lastElementChild.remove();
}

// refocus keeps the focus on the same control of an element drawn anew.
function refocus(before, after, focused) {
	const name = focused.getAttribute("aria-label") ?? focused.textContent;
	requestAnimationFrame(() => {
		const same = [...after.querySelectorAll("button, summary, a, textarea")].find((e) => (e.getAttribute("aria-label") ?? e.textContent) === name);
		(same ?? after).focus({ preventScroll: true });
	});
}

// replyState is what the line under a message with answers depends on.
function replyState(m) {
	const list = answers(m.channel, m.ts);
	const s = status(m.channel, m.ts);
	return [list.length, list.at(-1)?.ts, hasNew(m, list), s?.text, session(m.channel, m.ts)?.state];
}

const hasNew = (m, list) => involved(m.channel, m.ts) && list.some((a) => a.user !== state.me && a.ts > lastRead(m.ts));

function message(m, joined, host) {
	const who = user(m.user);
	const gone = m.subtype === "tombstone";
	const time = h("time", { datetime: new Date(Number(m.ts) * 1000).toISOString(), title: wholeTime(m.ts) }, clockTime(m.ts));
	const body = h("div", { class: "words" }, gone ? h("p", { class: "quiet" }, w("deleted")) : content(m));
	const item = h("li", { class: `message${joined ? " joined" : ""}${m.ephemeral ? " ephemeral" : ""}`, "data-ts": m.ts, tabindex: "-1" },
		m.ephemeral ? h("p", { class: "only" }, w("only")) : null,
		joined ? h("span", { class: "gutter", "aria-hidden": "true" }, clockTime(m.ts)) : avatar(who),
		h("div", { class: "main" },
			h("p", { class: joined ? "unseen" : "who" }, h("strong", {}, who.name), badge(who), time),
			m.broadcast && !host.inThread ? h("p", { class: "quiet" }, w("alsoSent")) : null,
			body,
			m.edited && !gone && !who.bot ? h("span", { class: "quiet" }, w("edited")) : null,
			files(m), reactions(m), host.inThread ? null : replies(m, host)),
		gone ? null : actions(m, host, () => body));
	return item;
}

// content is what a message says.
function content(m) {
	const host = { key: m.ts, click: (action) => act("click", { ts: m.ts, action }).catch(report) };
	const out = [];
	if (m.stream) {
		const late = m.stream.open && m.stream.recipient && m.stream.recipient !== state.me && channel(m.channel) && !channel(m.channel).im;
		const tasks = (m.stream.tasks ?? []).filter((t) => t.type !== "plan_update");
		if (tasks.length) out.push(h("div", { class: "tasks" }, tasks.map(task)));
		out.push(h("div", { class: m.stream.open ? "streaming" : "", "aria-busy": String(m.stream.open) }, markdown(late ? m.markdown.slice(0, 200) : m.markdown)));
		if (m.stream.ended === "stopped_by_user") out.push(h("p", { class: "quiet" }, w("stopped")));
		if (m.stream.ended === "expired") out.push(h("p", { class: "quiet" }, w("expired")));
	} else if (m.markdown) {
		out.push(markdown(m.markdown));
	} else if (!m.blocks && m.text) {
		out.push(h("p", {}, mrkdwn(m.text)));
	}
	if (m.blocks && (m.bot || !m.text)) out.push(blocks(m.blocks, host));
	else if (m.blocks) out.push(h("p", {}, mrkdwn(m.text)));
	for (const a of m.attachments ?? []) {
		out.push(h("div", { class: "attachment" }, ["pretext", "title", "text"].map((k) => (a[k] ? h("p", {}, mrkdwn(a[k])) : null)),
			blocks(a.blocks, host), !a.text && !a.blocks && a.fallback ? h("p", {}, a.fallback) : null));
	}
	return out;
}

function files(m) {
	if (!m.files.length) return null;
	return h("div", { class: "files" }, m.files.map((f) => (f.shown
		? h("a", { href: `file/${f.id}`, target: "_blank" }, h("img", { src: `file/${f.id}`, alt: f.name }))
		: h("a", { class: "file", href: `file/${f.id}`, download: f.name }, icon("file"), h("span", {}, f.name, h("small", {}, ` ${Math.max(1, Math.round(f.size / 1024))} KB`))))));
}

function reactions(m) {
	if (!m.reactions.length) return null;
	return h("div", { class: "reactions" }, m.reactions.map((r) => h("button", {
		type: "button", class: "reaction", "aria-pressed": String(r.users.includes(state.me)), "aria-label": w("reaction", r.name, r.users.length),
		title: r.users.map((u) => user(u).name).join("、"), onclick: () => act("react", { ts: m.ts, emoji: r.name }).catch(report),
	}, emoji[r.name] ?? `:${r.name}:`, h("span", {}, String(r.users.length)))));
}

// replies is the line that leads to a thread, and says when somebody works in it.
function replies(m, host) {
	const list = answers(m.channel, m.ts);
	const out = [];
	if (list.length) {
		const faces = [...new Set(list.map((a) => a.user))].slice(0, 4).map((id) => avatar(user(id), true));
		const news = hasNew(m, list);
		out.push(h("button", { type: "button", class: `replies${news ? " unread" : ""}`, onclick: () => host.openThread(m.ts) },
			faces, h("span", { class: "link" }, w("replies", list.length)), h("span", { class: "quiet" }, w("lastReply", clockTime(list.at(-1).ts))),
			news ? h("span", { class: "new-dot" }, h("span", { class: "unseen" }, w("newReplies"))) : null));
	}
	const s = status(m.channel, m.ts);
	if (s || session(m.channel, m.ts)?.state === "processing") {
		out.push(h("button", { type: "button", class: "working", onclick: () => host.openThread(m.ts) }, h("span", { class: "spinner", "aria-hidden": "true" }), s?.loading?.[0] ?? s?.text ?? w("working", state.app.name)));
	}
	return out;
}

const quick = ["eyes", "white_check_mark", "+1"];

// actions are what can be done with a message, shown when it is pointed at or focused.
function actions(m, host, body) {
	if (m.ephemeral) return null;
	const menu = h("div", { class: "menu", popover: "auto", role: "menu" });
	const item = (label, onclick) => h("button", { type: "button", role: "menuitem", onclick: () => {
		menu.hidePopover();
		onclick();
	} }, label);
	menu.append(
		...quick.map((name) => item(`${emoji[name]} :${name}:`, () => act("react", { ts: m.ts, emoji: name }).catch(report))),
		...(state.page.shortcuts ?? []).map((s) => item(s.Name, () => act("shortcut", { ts: m.ts, callback: s.Callback }).catch(report))),
		item(w("copy"), () => navigator.clipboard?.writeText(spoken(m, body())).catch(report)));
	if (m.user === state.me) {
		menu.append(item(w("edit"), () => edit(body(), typed(m.text), (text) => act("edit", { ts: m.ts, text }))), item(w("delete"), () => act("delete", { ts: m.ts }).catch(report)));
	}
	const more = iconButton("dots", w("more"), (e) => {
		menu.showPopover();
		place(menu, e.currentTarget);
		menu.querySelector("button").focus();
	}, { "aria-haspopup": "menu" });
	menu.addEventListener("keydown", (e) => {
		const all = [...menu.children];
		const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
		if (!step) return;
		e.preventDefault();
		all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
	});
	return h("div", { class: "actions" },
		host.inThread ? null : iconButton("thread", w("reply"), () => host.openThread(m.ts), { class: "icon-button reply" }),
		more, menu);
}

// place puts a menu beside a button, inside the window.
function place(menu, beside) {
	const at = beside.getBoundingClientRect();
	const size = menu.getBoundingClientRect();
	menu.style.left = `${Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8))}px`;
	menu.style.top = `${at.bottom + size.height + 8 > innerHeight ? Math.max(8, at.top - size.height - 4) : at.bottom + 4}px`;
}

const spoken = (m, body) => (m.blocks && m.bot ? body.innerText : typed(m.text));
