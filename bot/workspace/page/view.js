// Modals and home tabs.

import { blocks, entered, restore } from "./blocks.js";
import { freshID, h, iconButton } from "./dom.js";
import { act, state } from "./store.js";
import { w } from "./words.js";
import { report } from "./report.js";

let open = null; // the modal that is shown: {dialog, id, look}
let opener = null; // what had the focus before it

// modals shows the topmost modal of the person who is played, or none.
export function modals() {
	const v = state.views.get(state.me)?.modal;
	const look = v && JSON.stringify(v);
	if (!v) {
		shut();
		return;
	}
	if (open?.look === look) return;
	const values = open?.id === v.id ? entered(open.dialog).values : {};
	if (!open) opener = document.activeElement;
	const title = freshID("title");
	const host = { key: v.id, errors: v.errors, click: (action) => act("click_view", { action }).catch(report) };
	const close = () => act("close").catch(report);
	const content = h("div", { class: "content", tabindex: "0" }, blocks(v.blocks, host));
	const problem = h("p", { class: "wrong", role: "alert" });
	const submit = v.submit && h("button", { type: "button", class: "button primary", onclick: async () => {
		const { values: now, lacking } = entered(content);
		for (const note of content.querySelectorAll(".wrong")) note.hidden = true;
		if (lacking) {
			const note = document.getElementById(lacking.getAttribute("aria-describedby").split(" ").at(-1));
			note.textContent = w("required");
			note.hidden = false;
			(lacking.querySelector?.("input") ?? lacking).focus();
			return;
		}
		submit.disabled = true;
		problem.textContent = "";
		try {
			await act("submit", { values: now });
		} catch (e) {
			problem.textContent = w("failed", e.message);
		} finally {
			submit.disabled = false;
		}
	} }, v.submit);
	const parts = [
		h("header", {}, h("h2", { id: title }, v.title), iconButton("close", v.close || w("close"), close)),
		content, problem,
		h("footer", {}, h("button", { type: "button", class: "button", onclick: close }, v.close || w("close")), submit || null)];
	if (open) {
		open.dialog.replaceChildren(...parts);
		open.dialog.setAttribute("aria-labelledby", title);
	} else {
		const dialog = h("dialog", { class: "modal", "aria-labelledby": title, oncancel: (e) => {
			e.preventDefault();
			close();
		} }, parts);
		document.body.append(dialog);
		dialog.showModal();
		open = { dialog };
	}
	Object.assign(open, { id: v.id, look });
	restore(content, values);
	(content.querySelector("[aria-invalid=true], input, textarea, select") ?? content).focus();
}

function shut() {
	if (!open) return;
	open.dialog.close();
	open.dialog.remove();
	open = null;
	if (opener?.isConnected) opener.focus({ preventScroll: true });
}

// home fills an element with the home tab of the person who is played.
export function home(into) {
	const v = state.views.get(state.me)?.home;
	const look = JSON.stringify([state.me, v]);
	if (into.look === look) return;
	into.look = look;
	const host = { key: v?.id, click: (action) => act("click_view", { action }).catch(report) };
	into.replaceChildren(h("div", { class: "page" }, v ? blocks(v.blocks, host) : h("p", { class: "quiet" }, w("emptyHome"))));
}
