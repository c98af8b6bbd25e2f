// What went wrong, said for a few seconds.

import { h } from "./dom.js";
import { w } from "./words.js";

// report shows that something could not be done.
export function report(error) {
	const toast = h("div", { class: "toast", role: "alert" }, w("failed", error.message ?? String(error)));
	document.body.append(toast);
	setTimeout(() => toast.remove(), 6000);
}

// say has a screen reader say something.
export function say(text) {
	document.getElementById("spoken").textContent = text;
}
