// Small helpers that every module shares. The only way from text to HTML is `put`,
// and it takes nothing but what our own server has rendered and escaped.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)]

export const own = (address) => {
	const url = new URL(address, location.href)
	return url.origin === location.origin ? url : null
}

export async function fragment(address, options = {}) {
	const url = own(address)
	if (!url) return null
	const answer = await fetch(url, {
		...options,
		credentials: "same-origin",
		headers: { "X-Fragment": "1", Accept: "text/html" },
	})
	const isHtml = (answer.headers.get("Content-Type") || "").startsWith("text/html")
	return answer.ok && isHtml ? answer.text() : null
}

// Parsed in a document of its own, where no script runs and nothing loads; scripts are left behind.
export function put(place, html) {
	const parsed = new DOMParser().parseFromString(html, "text/html")
	all("script", parsed).forEach((script) => script.remove())
	place.replaceChildren(...[...parsed.body.childNodes].map((node) => document.adoptNode(node)))
}

export function pause(milliseconds, work) {
	let timer
	return (...values) => {
		clearTimeout(timer)
		timer = setTimeout(() => work(...values), milliseconds)
	}
}
