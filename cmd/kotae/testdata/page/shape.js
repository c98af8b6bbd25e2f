// shape lists what is wrong with the page's structure: ids that are there twice,
// references to ids that are not there, headings that skip a level, controls that are
// too small to be touched, and what makes the page scroll sideways.
(() => {
	const wrong = [];
	const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
	const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push(`id twice: ${id}`);
	for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
		for (const e of document.querySelectorAll(`[${name}]`)) {
			for (const id of e.getAttribute(name).split(/\s+/).filter(Boolean)) if (!document.getElementById(id)) wrong.push(`${name} names nothing: ${id}`);
		}
	}
	let level = 0;
	for (const e of document.querySelectorAll("main :is(h1, h2, h3)")) {
		if (!visible(e)) continue;
		const l = Number(e.tagName[1]);
		if (level && l > level + 1 && !e.closest(".block")) wrong.push(`heading skips a level: ${e.textContent}`);
		level = l;
	}
	for (const e of document.querySelectorAll("button, select, input:not([type=radio], [type=checkbox]), textarea")) {
		if (!visible(e) || e.closest(".log, .unseen")) continue;
		const r = e.getBoundingClientRect();
		if (r.width < 24 || r.height < 20) wrong.push(`too small: ${e.getAttribute("aria-label") ?? e.textContent} ${r.width}×${r.height}`);
	}
	if (!document.documentElement.lang) wrong.push("no language");
	if (!document.title.trim()) wrong.push("no title");
	for (const landmark of ["main", "nav"]) if (document.querySelectorAll(landmark).length !== 1) wrong.push(`not one ${landmark}`);
	if (document.documentElement.scrollWidth > innerWidth) wrong.push(`scrolls sideways: ${document.documentElement.scrollWidth} in ${innerWidth}`);
	for (const e of document.querySelectorAll(".message .words, .home .page, dialog .content")) {
		if (visible(e) && e.getBoundingClientRect().right > innerWidth + 1) wrong.push(`sticks out: ${e.textContent.slice(0, 30)}`);
	}
	return wrong.join("\n");
})()
