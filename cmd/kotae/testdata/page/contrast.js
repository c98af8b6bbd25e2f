// contrast lists the texts in the window that are hard to read: less contrast than WCAG
// asks for (4.5, or 3 for large letters). One line each; empty is all well.
(() => {
	const parse = (color) => {
		let m = color.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
		if (m) return [Number(m[1]), Number(m[2]), Number(m[3]), m[4] === undefined ? 1 : Number(m[4])];
		m = color.match(/^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/);
		if (m) return [m[1] * 255, m[2] * 255, m[3] * 255, m[4] === undefined ? 1 : Number(m[4])];
		throw new Error(`no colour: ${color}`);
	};
	const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
	const behind = (e) => {
		const layers = [];
		for (let p = e; p; p = p.parentElement) {
			const c = parse(getComputedStyle(p).backgroundColor);
			if (c[3] > 0) layers.push(c);
			if (c[3] === 1) break;
		}
		return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1]);
	};
	const light = (c) => {
		const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const faded = (e) => {
		for (let p = e; p; p = p.parentElement) if (getComputedStyle(p).opacity < 1) return true;
		return false;
	};
	const wrong = new Set();
	const texts = document.createTreeWalker(document.querySelector("dialog[open]") ?? document.body, NodeFilter.SHOW_TEXT);
	for (let n = texts.nextNode(); n; n = texts.nextNode()) {
		const e = n.parentElement;
		if (!n.data.trim() || e.closest("noscript, .unseen, :disabled, option") || !e.checkVisibility({ visibilityProperty: true }) || faded(e)) continue;
		const style = getComputedStyle(e);
		const under = behind(e);
		const a = light(over(parse(style.color), under));
		const b = light(under);
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		const size = parseFloat(style.fontSize);
		const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
		if (ratio < (large ? 3 : 4.5)) wrong.add(`${ratio.toFixed(2)} ${e.tagName.toLowerCase()}.${e.className}: ${n.data.trim().slice(0, 30)}`);
	}
	return [...wrong].join("\n");
})()
