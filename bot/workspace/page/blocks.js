// Blocks of messages, modals and home tabs, as elements.
//
// A host says what a click does and where the blocks are: {key, click(action, label),
// errors}. key tells apart what is remembered of blocks over a redrawing.

import { freshID, h, icon } from "./dom.js";
import { state } from "./store.js";
import { markdown, mrkdwn, rich, textObject, textOf } from "./text.js";
import { w } from "./words.js";

const folded = new Map(); // containers that were opened or closed by hand
const pressed = new Map(); // feedback that was given

// blocks shows a list of blocks.
export function blocks(list, host) {
	return (list ?? []).map((b) => {
		const shown = block(b, host);
		return shown && h("div", { class: `block ${b.type}` }, shown);
	});
}

function block(b, host) {
	switch (b.type) {
	case "divider":
		return h("hr");
	case "header":
		return h("h3", {}, textObject(b.text));
	case "markdown":
		return markdown(b.text ?? "");
	case "rich_text":
		return rich(b);
	case "section":
		return section(b, host);
	case "alert":
		return h("div", { class: "alert" }, textObject(b.text));
	case "image":
		return h("figure", {}, image(b), b.title ? h("figcaption", {}, textObject(b.title)) : null);
	case "context":
		return (b.elements ?? []).map((e) => (e.type === "image" ? image(e) : h("span", {}, textObject(e))));
	case "actions": case "context_actions":
		return (b.elements ?? []).map((e) => element(e, host));
	case "input":
		return input(b, host);
	case "table":
		return table(b);
	case "container":
		return container(b, host);
	case "task_card":
		return task(b);
	case "plan":
		return [h("p", {}, h("strong", {}, b.title ?? "")), (b.tasks ?? []).map(task)];
	}
	return h("p", { class: "unknown" }, `[${b.type}]`);
}

// image shows a picture of this page's own, and the words for every other: nothing is
// fetched from outside.
function image(e) {
	return h("span", { class: "image", role: "img", "aria-label": e.alt_text ?? "" }, e.alt_text ?? "");
}

function section(b, host) {
	return [
		h("div", { class: "body" },
			b.text ? h("p", {}, textObject(b.text)) : null,
			b.fields ? h("div", { class: "fields" }, b.fields.map((f) => h("p", {}, textObject(f)))) : null),
		b.accessory ? element(b.accessory, host) : null,
	];
}

function container(b, host) {
	const key = `${host.key} ${b.block_id}`;
	const open = folded.get(key) ?? !b.default_collapsed;
	const title = b.rich_text_title ? rich(b.rich_text_title) : textObject(b.title);
	const inside = [b.subtitle ? h("p", { class: "subtitle" }, textObject(b.subtitle)) : null, blocks(b.child_blocks, host)];
	if (b.is_collapsible === false) return h("div", { class: "card" }, h("p", {}, h("strong", {}, title)), inside);
	return h("details", { class: "card", open, ontoggle: (e) => folded.set(key, e.target.open) }, h("summary", {}, title), inside);
}

// task shows one step of what the app does.
export function task(t) {
	const marks = { complete: "check", error: "close" };
	const status = t.status ?? "pending";
	const words = [t.details, t.output].map((x) => (typeof x === "string" ? h("p", {}, mrkdwn(x)) : x?.elements ? rich(x) : null));
	return h("div", { class: `task ${status}` }, marks[status] ? icon(marks[status]) : h("span", { class: "dot", "aria-hidden": "true" }), h("div", {}, t.title ?? "", words));
}

function table(b) {
	const [head, ...rows] = b.rows ?? [];
	const settings = b.column_settings ?? [];
	const cells = (row, name) => row.map((c, i) => h(name, {
		class: `${settings[i]?.align ?? "left"}${settings[i]?.is_wrapped ? " wrapped" : ""}`, scope: name === "th" ? "col" : null,
	}, c.type === "rich_text" ? rich(c) : (c.text ?? "")));
	if (!head) return null;
	return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": head.map((c) => c.text ?? "").join(" ") || b.type },
		h("table", {}, h("thead", {}, h("tr", {}, cells(head, "th"))), h("tbody", {}, rows.map((r) => h("tr", {}, cells(r, "td"))))));
}

// element shows what can be clicked or chosen.
function element(e, host) {
	if (e.visible_to_user_ids?.length && !e.visible_to_user_ids.includes(state.me)) return null;
	switch (e.type) {
	case "button": case "workflow_button":
		return button(e, host, { class: `button ${e.style ?? ""}` }, textObject(e.text));
	case "icon_button":
		return button(e, host, { class: "icon-button small", title: textOf(e.text) }, icon("trash"));
	case "feedback_buttons":
		return h("span", { class: "feedback" }, ["positive", "negative"].map((side) => feedback(e, side, host)));
	case "image":
		return image(e);
	}
	return choice(e, host);
}

function button(e, host, properties, inside) {
	const label = e.accessibility_label || textOf(e.text);
	const press = async (event) => {
		const target = event.currentTarget;
		if (e.confirm && !(await confirm(e.confirm))) return;
		if (e.url) window.open(e.url, "_blank", "noopener,noreferrer");
		target.disabled = true;
		try {
			await host.click(e.action_id);
		} finally {
			setTimeout(() => (target.disabled = false), 400);
		}
	};
	return h("button", { type: "button", "aria-label": label === textOf(e.text) ? null : accessible(label, textOf(e.text)), onclick: press, ...properties }, inside);
}

// accessible is a name that begins with what is shown, so that it can be spoken to.
const accessible = (label, text) => (!text || label.includes(text) ? label : `${text}、${label}`);

function feedback(e, side, host) {
	const key = `${host.key} ${e.action_id}`;
	const b = e[`${side}_button`];
	const label = b.accessibility_label || textOf(b.text);
	const press = async (event) => {
		pressed.set(key, side);
		for (const o of event.currentTarget.parentElement.children) o.setAttribute("aria-pressed", String(o === event.currentTarget));
		await host.click(`${e.action_id}:${side}`);
	};
	return h("button", {
		type: "button", class: "icon-button small", title: textOf(b.text), "aria-label": accessible(label, textOf(b.text)),
		"aria-pressed": String(pressed.get(key) === side), onclick: press,
	}, icon(side === "positive" ? "up" : "down"));
}

// confirm asks before a button does what it says.
function confirm(c) {
	return new Promise((resolve) => {
		const title = freshID("confirm");
		const close = (yes) => () => {
			dialog.close();
			dialog.remove();
			resolve(yes);
		};
		const dialog = h("dialog", { class: "modal", "aria-labelledby": title, oncancel: close(false) },
			h("header", {}, h("h2", { id: title }, textObject(c.title))),
			h("div", { class: "content" }, h("p", {}, textObject(c.text))),
			h("footer", {},
				h("button", { type: "button", class: "button", onclick: close(false) }, textOf(c.deny) || w("cancel")),
				h("button", { type: "button", class: `button ${c.style === "danger" ? "danger" : "primary"}`, onclick: close(true) }, textOf(c.confirm) || w("ok"))));
		document.body.append(dialog);
		dialog.showModal();
	});
}

// input shows a question of a form, with what the app finds wrong.
function input(b, host) {
	const id = freshID("input");
	const e = b.element ?? {};
	const wrong = host.errors?.[b.block_id];
	const notes = [b.hint ? h("p", { id: `${id}-hint`, class: "hint" }, textObject(b.hint)) : null,
		h("p", { id: `${id}-wrong`, class: "wrong", role: wrong ? "alert" : null, hidden: !wrong }, wrong ?? "")];
	const described = [b.hint ? `${id}-hint` : "", `${id}-wrong`].join(" ").trim();
	const name = [textOf(b.label), b.optional ? h("span", { class: "optional" }, w("optional")) : null];
	const data = { "data-action": e.action_id, "data-block": b.block_id, "data-optional": Boolean(b.optional), "aria-describedby": described };
	if (e.type === "radio_buttons" || e.type === "checkboxes") {
		const kind = e.type === "checkboxes" ? "checkbox" : "radio";
		const first = [e.initial_option, ...(e.initial_options ?? [])].map((o) => o?.value);
		return h("fieldset", { ...data, "data-kind": kind, tabindex: "-1" }, h("legend", {}, name), e.options.map((o) => h("label", { class: "option" },
			h("input", { type: kind, name: id, value: o.value, checked: first.includes(o.value) }), h("span", {}, textObject(o.text), o.description ? h("small", {}, textObject(o.description)) : null))), notes);
	}
	if (e.type === "static_select" || e.type === "multi_static_select") {
		return [h("label", { for: id }, name), h("select", { id, ...data, "data-kind": "select", multiple: e.type !== "static_select" },
			h("option", { value: "" }, textOf(e.placeholder) || w("pick")),
			(e.options ?? []).map((o) => h("option", { value: o.value, selected: e.initial_option?.value === o.value }, textOf(o.text)))), notes];
	}
	const field = h(e.multiline ? "textarea" : "input", {
		id, ...data, "data-kind": "text", placeholder: textOf(e.placeholder), maxlength: e.max_length, minlength: e.min_length, rows: e.multiline ? "4" : null, value: e.initial_value ?? "",
	});
	return [h("label", { for: id }, name), field, notes];
}

// choice is a select or radio outside an input, which acts at once.
function choice(e, host) {
	const label = e.accessibility_label || textOf(e.placeholder) || w("pick");
	return h("select", { "aria-label": label, onchange: () => host.click(e.action_id) },
		h("option", { value: "" }, textOf(e.placeholder) || w("pick")), (e.options ?? []).map((o) => h("option", { value: o.value }, textOf(o.text))));
}

// entered reads the inputs below an element: values by action_id, and the first that
// lacks one.
export function entered(root) {
	const values = {};
	let lacking = null;
	for (const f of root.querySelectorAll("[data-action]")) {
		const kind = f.dataset.kind;
		let value = f.value ?? "";
		if (kind === "radio" || kind === "checkbox") value = [...f.querySelectorAll("input:checked")].map((i) => i.value).join(",");
		if (kind === "select") value = [...f.selectedOptions].map((o) => o.value).join(",");
		if (value.trim()) values[f.dataset.action] = value;
		else if (f.dataset.optional === undefined) lacking ??= f;
	}
	return { values, lacking };
}

// restore puts values back that entered has read.
export function restore(root, values) {
	for (const f of root.querySelectorAll("[data-action]")) {
		const value = values[f.dataset.action];
		if (value === undefined) continue;
		if (f.dataset.kind === "radio" || f.dataset.kind === "checkbox") {
			for (const i of f.querySelectorAll("input")) i.checked = value.split(",").includes(i.value);
		} else {
			f.value = value;
		}
	}
}
