// Slack's three grammars of text, as elements.

import { h } from "./dom.js";
import { channel, state, user } from "./store.js";

// emoji are the signs that are known by name; others show their name.
export const emoji = {
	"+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", white_check_mark: "✅", heart: "❤️", pray: "🙏", tada: "🎉",
	bow: "🙇", thinking_face: "🤔", raised_hands: "🙌", warning: "⚠️", x: "❌", hourglass_flowing_sand: "⏳", books: "📚", memo: "📝",
};

const emojiNode = (name) => (emoji[name] ? h("span", { role: "img", "aria-label": name, title: `:${name}:` }, emoji[name]) : `:${name}:`);

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// link is an address to click on; anything but the web is shown as text.
export function link(url, label) {
	if (!/^(https?:\/\/|mailto:)/i.test(url)) return label || url;
	return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label || url);
}

export function mention(id) {
	return h("span", { class: id === state.me ? "mention me" : "mention" }, `@${user(id).name}`);
}

// mrkdwn reads the grammar of text objects and of messages' text.
export function mrkdwn(text) {
	const out = [];
	const pattern = /<([^<>]+)>|```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(\S(?:[^\n]*?\S)?)\4(?![\p{L}\p{N}])|:([a-z0-9_+-]+):/gu;
	let last = 0;
	for (const m of text.matchAll(pattern)) {
		out.push(unescape(text.slice(last, m.index)));
		last = m.index + m[0].length;
		if (m[1] !== undefined) out.push(bracket(m[1]));
		else if (m[2] !== undefined) out.push(h("pre", {}, unescape(m[2].replace(/^\n|\n$/g, ""))));
		else if (m[3] !== undefined) out.push(h("code", {}, unescape(m[3])));
		else if (m[4]) out.push(h({ "*": "strong", _: "em", "~": "s" }[m[4]], {}, mrkdwn(m[5])));
		else out.push(emojiNode(m[6]));
	}
	out.push(unescape(text.slice(last)));
	return out;
}

function bracket(inside) {
	const [target, label] = inside.split(/\|(.*)/s);
	if (target.startsWith("@")) return mention(target.slice(1));
	if (target.startsWith("#")) return h("span", { class: "mention" }, `#${channel(target.slice(1))?.name ?? label ?? target.slice(1)}`);
	if (target.startsWith("!")) return h("span", { class: "mention me" }, `@${target.slice(1).split("^")[0]}`);
	return link(unescape(target), label && unescape(label));
}

// plainText is what a text object says, without elements.
export function textOf(o) {
	return o ? unescape(o.text ?? "") : "";
}

// textObject shows a text object.
export function textObject(o) {
	if (!o) return [];
	return o.type === "mrkdwn" ? mrkdwn(o.text ?? "") : [unescape(o.text ?? "")];
}

// rich shows a rich_text block.
export function rich(block) {
	const counts = {};
	return (block.elements ?? []).map((e) => {
		switch (e.type) {
		case "rich_text_list": {
			const ordered = e.style === "ordered";
			const indent = e.indent ?? 0;
			const start = ordered ? e.offset || counts[indent] || 0 : 0;
			if (ordered) counts[indent] = start + e.elements.length;
			const items = e.elements.map((i) => h("li", {}, inline(i)));
			return h(ordered ? "ol" : "ul", { class: `indent-${Math.min(indent, 8)}`, start: ordered && start ? String(start + 1) : null }, items);
		}
		case "rich_text_quote":
			return h("blockquote", {}, inline(e));
		case "rich_text_preformatted":
			return h("pre", { tabindex: "0" }, inline(e));
		}
		return h("p", {}, inline(e));
	});
}

function inline(o) {
	return (o.elements ?? []).map((e) => {
		switch (e.type) {
		case "text":
			return styled(e.text, e.style);
		case "link":
			return styled(link(e.url, e.text), e.style);
		case "user":
			return mention(e.user_id);
		case "usergroup":
			return h("span", { class: "mention" }, `@${e.usergroup_id}`);
		case "broadcast":
			return h("span", { class: "mention me" }, `@${e.range}`);
		case "channel":
			return h("span", { class: "mention" }, `#${channel(e.channel_id)?.name ?? e.channel_id}`);
		case "emoji":
			return emojiNode(e.name);
		case "date":
			return e.fallback ?? "";
		case "color":
			return h("code", {}, e.value);
		case "citation":
			return h("sup", {}, link(e.url, `[${e.index ?? ""}]`));
		}
		return "";
	});
}

function styled(node, style) {
	let out = node;
	for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"], ["highlight", "mark"]]) {
		if (style?.[name]) out = h(tag, {}, out);
	}
	return out;
}

// markdown shows the Markdown of streams and markdown blocks.
export function markdown(text) {
	const out = [];
	const lines = text.split("\n");
	let paragraph = [];
	const flush = () => {
		if (paragraph.length) out.push(h("p", {}, spans(paragraph.join("\n"))));
		paragraph = [];
	};
	for (let i = 0; i < lines.length; i++) {
		const l = lines[i];
		const fence = l.match(/^\s*(`{3,}|~{3,})/);
		const item = l.match(/^(\s*)([-*+]|\d+[.)])\s+(.*)$/);
		if (fence) {
			flush();
			const code = [];
			while (++i < lines.length && !lines[i].trim().startsWith(fence[1])) code.push(lines[i]);
			out.push(h("pre", { tabindex: "0" }, unescape(code.join("\n"))));
		} else if (!l.trim()) {
			flush();
		} else if (/^\s*(\*\s*){3,}$|^\s*(-\s*){3,}$/.test(l)) {
			flush();
			out.push(h("hr"));
		} else if (/^#{1,6}\s/.test(l)) {
			flush();
			out.push(h("p", {}, h("strong", {}, spans(l.replace(/^#+\s+/, "")))));
		} else if (/^\s*>/.test(l)) {
			flush();
			const quote = [l];
			while (i + 1 < lines.length && /^\s*>/.test(lines[i + 1])) quote.push(lines[++i]);
			out.push(h("blockquote", {}, spans(quote.map((q) => q.replace(/^\s*>\s?/, "")).join("\n"))));
		} else if (item) {
			flush();
			const ordered = /\d/.test(item[2]);
			const indent = Math.min(8, Math.floor(item[1].length / 2));
			const last = out.at(-1);
			const name = ordered ? "OL" : "UL";
			const li = h("li", {}, spans(item[3]));
			if (last?.tagName === name && last.className === `indent-${indent}`) last.append(li);
			else out.push(h(name, { class: `indent-${indent}`, start: ordered ? String(parseInt(item[2], 10)) : null }, li));
		} else {
			paragraph.push(l);
		}
	}
	flush();
	return out;
}

// spans shows what stands within a line.
function spans(text) {
	const out = [];
	const pattern = /\\([!-/:-@[-`{-~])|`([^`\n]+)`|\*\*(?=\S)([\s\S]+?\S)\*\*|~~(?=\S)([\s\S]+?\S)~~|\*(?=\S)([^*\n]+?\S|\S)\*|\[([^\]\n]+)\]\((https?:[^)\s]+)\)|<([^<>\s][^<>]*)>/g;
	let last = 0;
	for (const m of text.matchAll(pattern)) {
		out.push(unescape(text.slice(last, m.index)));
		last = m.index + m[0].length;
		if (m[1]) out.push(m[1]);
		else if (m[2] !== undefined) out.push(h("code", {}, unescape(m[2])));
		else if (m[3] !== undefined) out.push(h("strong", {}, spans(m[3])));
		else if (m[4] !== undefined) out.push(h("s", {}, spans(m[4])));
		else if (m[5] !== undefined) out.push(h("em", {}, spans(m[5])));
		else if (m[6] !== undefined) out.push(link(m[7], unescape(m[6])));
		else out.push(bracket(m[8]));
	}
	out.push(unescape(text.slice(last)));
	return out;
}

// wire is what a person typed, as Slack sends it.
export function wire(text) {
	const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
	const names = [];
	for (const u of state.users.values()) names.push([`@${u.name}`, `<@${u.id}>`]);
	for (const c of state.channels.values()) if (!c.im) names.push([`#${c.name}`, `<#${c.id}|${c.name}>`]);
	names.sort((a, b) => b[0].length - a[0].length);
	let out = "";
	for (let i = 0; i < escaped.length;) {
		const before = escaped[i - 1];
		const name = (!before || !/[\w.@]/.test(before)) && names.find(([n]) => escaped.startsWith(n, i) && !/^\w/.test(/\w$/.test(n) ? escaped.slice(i + n.length) : ""));
		const address = !name && escaped.slice(i).match(/^https?:\/\/[^\s、。「」（）]+/);
		if (name) {
			out += name[1];
			i += name[0].length;
		} else if (address) {
			out += `<${address[0]}>`;
			i += address[0].length;
		} else {
			out += escaped[i++];
		}
	}
	return out;
}

// typed is what a person would have to type for a text.
export function typed(text) {
	return unescape(text.replace(/<@([A-Z0-9]+)[^>]*>/g, (_, id) => `@${user(id).name}`)
		.replace(/<#([A-Z0-9]+)[^>]*>/g, (_, id) => `#${channel(id)?.name ?? id}`)
		.replace(/<(https?:[^|>]+)[^>]*>/g, "$1"));
}
