// The developer's panel: what goes over the wire, and what may go wrong there.

import { h, iconButton } from "./dom.js";
import { act, state } from "./store.js";
import { logTime, w } from "./words.js";
import { report } from "./report.js";

// faults are what can be made to fail with one press.
const faults = [
	["f_limit", { Method: "chat.postMessage", Times: 3, Status: 429, RetryAfterS: 2 }],
	["f_stream", { Method: "chat.startStream", Times: 3, Error: "channel_type_not_supported" }],
	["f_error", { Method: "chat.postMessage", Times: 2, Status: 500 }],
	["f_cut", { Method: "chat.postMessage", Times: 1, DropAfter: true }],
	["f_blocks", { Method: "chat.postMessage", Times: 1, Error: "invalid_blocks" }],
	["f_views", { Method: "views.open", Times: 1, Error: "internal_error" }],
	["f_slow", { Times: -1, LatencyMS: 3000 }],
];

// panel makes the panel; draw() brings it up to date.
export function panel(close) {
	let slow = false;
	const open = new Set();
	const filter = h("input", { type: "search", "aria-label": w("filter"), placeholder: w("filter"), oninput: () => draw() });
	const rows = h("tbody");
	const figures = h("dl", { class: "figures" });
	const active = h("ul", { class: "active" });
	const simple = (key, what) => h("button", { type: "button", class: "button", onclick: () => what().catch(report) }, w(key));
	const acks = h("button", { type: "button", class: "button", "aria-pressed": "false", onclick: async () => {
		slow = !slow;
		acks.setAttribute("aria-pressed", String(slow));
		await act("slow_acks", { milliseconds: slow ? 4000 : 0 }).catch(report);
	} }, w("f_acks"));
	const again = async () => {
		const last = state.log.findLast((l) => l.envelope?.event);
		if (last) await act("redeliver", { event: last.envelope.event });
	};
	const scroller = h("div", { class: "log", tabindex: "0", role: "region", "aria-label": w("log") },
		h("table", {}, h("thead", {}, h("tr", {}, ["time", "direction", "what", "took", "result"].map((k) => h("th", { scope: "col" }, w(k))))), rows));
	const box = h("section", { class: "panel", "aria-label": w("panel"), hidden: true },
		h("header", {}, h("h2", {}, w("panel")), figures, filter,
			h("button", { type: "button", class: "button", onclick: () => {
				state.log.length = 0;
				draw();
			} }, w("clear")), iconButton("close", w("close"), close)),
		h("div", { class: "halves" },
			h("div", { class: "faults" }, h("h3", {}, w("faults")),
				h("div", { class: "buttons" }, faults.map(([key, fault]) => simple(key, () => act("break", { fault: { Label: key, ...fault } }))),
					simple("f_disconnect", () => act("disconnect", { reason: "warning" })), simple("f_drop", () => act("cut")), acks, simple("f_redeliver", again)),
				h("h3", {}, w("active")), active),
			scroller));

	function draw() {
		if (box.hidden) return;
		drawFigures();
		drawFaults();
		const wanted = filter.value.trim().toLowerCase();
		const list = state.log.filter((l) => !wanted || JSON.stringify(l).toLowerCase().includes(wanted)).slice(-400);
		const bottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
		const known = new Map([...rows.children].filter((r) => r.line).map((r) => [r.line, r]));
		const items = list.map((l) => {
			const look = JSON.stringify([l.envelope?.ms, l.envelope?.failure, open.has(l)]);
			const old = known.get(l);
			return old?.look === look ? old : Object.assign(line(l), { line: l, look });
		});
		rows.replaceChildren(...(items.length ? items : [h("tr", {}, h("td", { colspan: "5", class: "quiet" }, w("empty")))]));
		if (bottom) scroller.scrollTop = scroller.scrollHeight;
	}

	function drawFigures() {
		const envelopes = state.log.filter((l) => l.envelope);
		const calls = state.log.filter((l) => l.call);
		const waits = envelopes.map((l) => l.envelope.ms).filter((ms) => ms !== undefined).sort((a, b) => a - b);
		const all = {
			connections: state.sockets.length, unacked: envelopes.filter((l) => !l.envelope.acked).length,
			ackTime: waits.length ? `${waits[Math.floor(waits.length / 2)].toFixed(1)} ms` : "—",
			calls: calls.length, errors: calls.filter((l) => !l.call.ok).length,
		};
		figures.replaceChildren(...Object.entries(all).map(([key, value]) => h("div", {}, h("dt", {}, w(key)), h("dd", { "data-figure": key }, String(value)))));
	}

	function drawFaults() {
		const list = state.faults.map((f) => h("li", {}, h("span", {}, w(f.label) ?? f.label, " ", h("small", {}, w("times", f.hit, f.times))),
			h("button", { type: "button", class: "button small", "aria-label": `${w("mend")}: ${w(f.label)}`, onclick: () => act("mend", { id: f.id }).catch(report) }, w("mend"))));
		active.replaceChildren(...(list.length ? list : [h("li", { class: "quiet" }, w("noFaults"))]));
	}

	function line(l) {
		const [direction, name, took, result, bad, detail] = told(l);
		const shown = open.has(l);
		const toggle = () => {
			if (shown) open.delete(l);
			else open.add(l);
			draw();
		};
		return h("tr", { class: bad ? "bad" : "" }, h("td", {}, logTime(l.at)), h("td", {}, direction),
			h("td", {}, detail ? h("button", { type: "button", class: "name", "aria-expanded": String(shown), onclick: toggle }, name) : name, shown ? h("pre", { tabindex: "0" }, detail) : null),
			h("td", { class: "number" }, took), h("td", {}, result));
	}

	return { box, draw };
}

// told is what a line of the log says: direction, name, time, result, whether it is bad, detail.
function told(l) {
	if (l.call) {
		const c = l.call;
		return [w("outgoing"), c.method, `${c.ms.toFixed(1)} ms`, c.ok ? (c.warning ? `ok (${c.warning})` : "ok") : `${c.status || "✕"} ${c.error}`, !c.ok, pretty({ args: unpacked(c.args), answer: parsed(c.answer) })];
	}
	if (l.envelope) {
		const e = l.envelope;
		const name = `${e.type} ${e.name}${e.attempt ? ` (${w("attempt", e.attempt)})` : ""}`;
		const result = e.failure || (e.acked ? w("acked") : w("waiting"));
		return [w("incoming"), name, e.ms === undefined ? "" : `${e.ms.toFixed(1)} ms`, result, Boolean(e.failure), pretty({ envelope_id: e.id, socket: e.socket, payload: parsed(e.payload), ack: parsed(e.ack) })];
	}
	return ["—", `WebSocket #${l.socket}`, "", l.kind === "socket_opened" ? w("opened") : w("shut"), false, ""];
}

const parsed = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};
const unpacked = (args) => Object.fromEntries(Object.entries(args).map(([k, v]) => [k, /^[[{]/.test(v) ? parsed(v) : v]));
const pretty = (v) => JSON.stringify(v, null, 2);
