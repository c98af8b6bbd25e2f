// Where a person writes: messages, answers, commands, files, edits.

import { freshID, h, icon, iconButton } from "./dom.js";
import { act, channel, seen, state, user } from "./store.js";
import { wire } from "./text.js";
import { w } from "./words.js";
import { report } from "./report.js";

const longestFile = 5 << 20;
const drafts = new Map();

// composing tells whether a key belongs to an input method: the Enter that ends a
// conversion must not send.
const composing = (e) => e.isComposing || e.keyCode === 229;

// composer makes the field below a conversation or a thread. where() is
// {channel, thread}; sent is told the timestamp of what was written.
export function composer({ where, label, sent, editLast }) {
	let file = null;
	const options = freshID("options");
	const field = h("textarea", {
		rows: "1", "aria-label": label(), placeholder: label(), autocomplete: "off", role: "combobox", "aria-expanded": "false", "aria-controls": options,
		"aria-autocomplete": "list", "aria-haspopup": "listbox", maxlength: "12000",
	});
	const picker = h("input", { type: "file", hidden: true, "aria-label": w("attach"), onchange: () => take(picker.files[0]) });
	const attached = h("div", { class: "attached", hidden: true });
	const popup = h("ul", { id: options, class: "options", role: "listbox", "aria-label": w("suggestions"), hidden: true });
	const send = h("button", { type: "button", class: "send", "aria-label": w("send"), title: w("send"), disabled: true, onclick: submit }, icon("send"));
	const box = h("div", { class: "composer" }, popup,
		h("div", { class: "box" }, field, attached,
			h("div", { class: "tools" }, picker, iconButton("clip", w("attach"), () => picker.click()),
				iconButton("at", w("mention"), () => insert("@")), h("span", { class: "hint" }, w("hint")), send)));

	function key() {
		const { channel, thread } = where();
		return `${state.me} ${channel} ${thread}`;
	}

	function grown() {
		field.style.height = "auto";
		field.style.height = `${Math.min(field.scrollHeight, 240)}px`;
		send.disabled = !field.value.trim() && !file;
	}

	function insert(text) {
		const at = field.selectionStart;
		const space = text === "@" && at > 0 && /\w/.test(field.value[at - 1]) ? " " : "";
		field.setRangeText(space + text, at, field.selectionEnd, "end");
		field.focus();
		field.dispatchEvent(new Event("input"));
	}

	async function take(f) {
		if (!f) return;
		if (f.size > longestFile) return report(new Error(w("tooBig")));
		file = { name: f.name, content: await base64(f) };
		attached.replaceChildren(icon("file"), h("span", {}, f.name), iconButton("close", w("removeFile"), () => {
			file = null;
			picker.value = "";
			attached.hidden = true;
			grown();
		}));
		attached.hidden = false;
		grown();
		field.focus();
	}

	async function submit() {
		const text = field.value.trim();
		const { channel: c, thread } = where();
		if (!text && !file) return;
		const command = !file && text.match(/^(\/\S+)(?:\s+([\s\S]*))?$/);
		try {
			if (command) {
				if (thread) throw new Error(w("noThreadCommand"));
				if (!(state.page.commands ?? []).some((k) => k.Name === command[1])) throw new Error(w("unknownCommand", command[1]));
				clear();
				await act("command", { channel: c, command: command[1], text: command[2] ?? "" });
				return;
			}
			const fields = { channel: c, thread, text: wire(text) };
			const share = file;
			clear();
			const answer = await (share ? act("upload", { ...fields, ...share }) : act("say", fields));
			sent?.(answer.ts);
		} catch (e) {
			if (!field.value) field.value = text;
			grown();
			report(e);
		}
	}

	function clear() {
		field.value = "";
		file = null;
		attached.hidden = true;
		picker.value = "";
		drafts.delete(key());
		close();
		grown();
	}

	// What may be meant by what stands before the caret.
	let offered = [];
	let chosen = 0;
	let from = 0;

	function offer() {
		const before = field.value.slice(0, field.selectionStart);
		const name = before.match(/(?:^|[^\w.])@([^\s@]*)$/u);
		const command = before.match(/^\/(\S*)$/);
		const { channel: c, thread } = where();
		offered = [];
		if (command && !thread) {
			offered = (state.page.commands ?? []).filter((k) => k.Name.slice(1).startsWith(command[1])).map((k) => ({ text: `${k.Name} `, show: [h("strong", {}, k.Name), " ", k.Hint] }));
			from = 0;
		} else if (name) {
			const members = channel(c)?.members ?? [];
			const others = [...state.users.keys()].filter((id) => !members.includes(id) && id === state.app.user);
			const typedName = name[1].toLowerCase();
			offered = [...members, ...others].filter((id) => id !== state.me).map(user).filter((u) => u.name.toLowerCase().includes(typedName))
				.sort((a, b) => Number(b.id === state.app.user) - Number(a.id === state.app.user))
				.map((u) => ({ text: `@${u.name} `, show: [h("strong", {}, u.name), u.bot ? ` (${w("app")})` : ""] }));
			from = before.length - name[1].length - 1;
		}
		chosen = 0;
		draw();
	}

	function draw() {
		popup.replaceChildren(...offered.map((o, i) => h("li", {
			id: `${options}-${i}`, role: "option", "aria-selected": String(i === chosen), onmousedown: (e) => {
				e.preventDefault();
				choose(i);
			},
		}, o.show)));
		popup.hidden = !offered.length;
		field.setAttribute("aria-expanded", String(offered.length > 0));
		if (offered.length) field.setAttribute("aria-activedescendant", `${options}-${chosen}`);
		else field.removeAttribute("aria-activedescendant");
	}

	function close() {
		offered = [];
		draw();
	}

	function choose(i) {
		field.setRangeText(offered[i].text, from, field.selectionStart, "end");
		close();
		grown();
		field.focus();
	}

	field.addEventListener("input", (e) => {
		drafts.set(key(), field.value);
		grown();
		if (!e.isComposing) offer();
	});
	field.addEventListener("compositionend", offer);
	field.addEventListener("blur", close);
	field.addEventListener("keydown", (e) => {
		if (composing(e)) return;
		if (offered.length) {
			const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
			if (step) {
				e.preventDefault();
				chosen = (chosen + step + offered.length) % offered.length;
				return draw();
			}
			if (e.key === "Tab" || e.key === "Enter") {
				e.preventDefault();
				return choose(chosen);
			}
			if (e.key === "Escape") {
				e.stopPropagation();
				return close();
			}
		}
		if (e.key === "Enter" && !e.shiftKey) {
			e.preventDefault();
			submit();
		} else if (e.key === "ArrowUp" && !field.value && editLast) {
			const { channel: c, thread } = where();
			const last = seen(c).filter((m) => m.user === state.me && m.thread === thread && !m.ephemeral).at(-1);
			if (last) {
				e.preventDefault();
				editLast(last);
			}
		}
	});
	field.addEventListener("paste", (e) => {
		if (e.clipboardData.files.length) {
			e.preventDefault();
			take(e.clipboardData.files[0]);
		}
	});

	return {
		box, field, take, focus: () => field.focus(),
		// moved shows the draft of the place that is looked at now.
		moved() {
			file = null;
			attached.hidden = true;
			field.value = drafts.get(key()) ?? "";
			field.placeholder = label();
			field.setAttribute("aria-label", label());
			close();
			grown();
		},
		insert, say(text) {
			field.value = text;
			return submit();
		},
	};
}

// edit lets a person change a message where it stands.
export function edit(body, text, save) {
	const before = [...body.childNodes];
	const end = () => body.replaceChildren(...before);
	const done = async () => {
		const now = field.value.trim();
		if (!now) return;
		try {
			await save(wire(now));
			end();
		} catch (e) {
			report(e);
		}
	};
	const field = h("textarea", { rows: "2", "aria-label": w("edit"), value: text, onkeydown: (e) => {
		if (composing(e)) return;
		if (e.key === "Escape") {
			e.stopPropagation();
			end();
		} else if (e.key === "Enter" && !e.shiftKey) {
			e.preventDefault();
			done();
		}
	} });
	body.replaceChildren(h("div", { class: "edit" }, field, h("div", { class: "tools" },
		h("button", { type: "button", class: "button", onclick: end }, w("cancel")), h("button", { type: "button", class: "button primary", onclick: done }, w("save")))));
	field.focus();
	field.setSelectionRange(text.length, text.length);
}

function base64(f) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(f);
	});
}
