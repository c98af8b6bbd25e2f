// Elements are made by name, and never from text that somebody wrote as HTML.

// h makes an element. Properties that begin with "on" are listeners; others are
// attributes, which false, null and undefined leave out.
export function h(name, properties, ...children) {
	return fill(document.createElement(name), properties, children);
}

function fill(e, properties, children) {
	for (const [key, value] of Object.entries(properties ?? {})) {
		if (value === false || value === null || value === undefined) continue;
		if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
		else if (key === "value") e.value = value;
		else e.setAttribute(key, value === true ? "" : value);
	}
	e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
	return e;
}

// paths are the icons, drawn with one stroke on a field of 20 by 20.
const paths = {
	hash: "M8 3 6.5 17M13.500 3 12 17M3.500 7.500h13.500M3 12.500h13.500",
	lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
	send: "M3 3.500 17 10 3 16.500 5.500 10zM5.500 10H11",
	clip: "m14.500 9-5.300 5.300a3 3 0 0 1-4.300-4.300l6-6a2 2 0 0 1 2.900 2.900l-5.700 5.700a1 1 0 0 1-1.400-1.400L11.500 6.500",
	at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1a2 2 0 0 0 4 0v-1a7 7 0 1 0-3 5.700",
	thread: "M3 4h14v9H9l-4 3.500V13H3z",
	face: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM7 12c1.500 2 4.500 2 6 0M7.500 7.800v.4M12.500 7.800v.4",
	dots: "M4.500 10h.1M10 10h.1M15.500 10h.1",
	close: "m5 5 10 10M15 5 5 15",
	menu: "M3 5.500h14M3 10h14M3 14.500h14",
	gauge: "M3 15a7 7 0 1 1 14 0M10 15l3.500-5",
	stop: "M6 6h8v8H6z",
	up: "M6.500 9v8H3V9zM6.500 9 10 3c1.500 0 2 1 1.700 2.500L11.200 8H16c1 0 1.500.8 1.200 1.800l-1.500 6c-.2.800-.8 1.200-1.500 1.200H6.500",
	down: "M6.500 11V3H3v8zM6.500 11l3.500 6c1.500 0 2-1 1.700-2.500L11.200 12H16c1 0 1.500-.8 1.200-1.800l-1.500-6C15.500 3.400 14.900 3 14.200 3H6.500",
	trash: "M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.8 11h7.400l.8-11M8.500 8.500v5M11.500 8.500v5",
	back: "M12.500 4 6.500 10l6 6",
	file: "M5 3h7l3.500 3.500V17H5zM12 3v3.500h3.500",
	check: "m4 10.500 4 4 8-9",
	people: "M10 9.500a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400zM4.500 16.500c.5-3 2.700-4.500 5.500-4.500s5 1.500 5.500 4.500",
};

// icon draws an icon, which says nothing to a screen reader.
export function icon(name) {
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	fill(svg, { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, []);
	const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
	path.setAttribute("d", paths[name]);
	svg.append(path);
	return svg;
}

// iconButton is a button that shows an icon and has a name.
export function iconButton(name, label, onclick, properties) {
	return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...properties }, icon(name));
}

let labels = 0;

// freshID is an id that no other element has.
export function freshID(prefix) {
	return `${prefix}-${++labels}`;
}
